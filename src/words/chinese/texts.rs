//! Words about texts, exports and widgets, in Chinese.

use crate::words::texts::{EmbeddingWords, TextWords};

/// Chinese.
pub(super) const WORDS: TextWords = TextWords {
    config_text: "配置文本",
    read_as: "读取格式",
    detected: "自动识别：",
    detect: "自动识别",
    open_file: "打开文件…",
    too_long: "文本过长，无法在此编辑。全文已读取，此处只显示开头部分。",
    line: "行",
    severities: ["提示", "警告", "错误"],
    more_findings: "条未列出",
    no_findings: "没有需要说明的问题。",
    to_look_at: "处需要留意",
    raise: "调大",
    lower: "调小",
    source: "来源：",
    everything_explicit: "写出每一项大小",
    with_others: "包含文本中的其他键（可能涉及机密）",
    format: "格式",
    download: "下载",
    embedding: EmbeddingWords {
        place: "放置位置",
        places: ["Frame", "Element", "Hugo", "MkDocs", "Docusaurus", "MediaWiki", "Confluence", "图片"],
        notes: [
            "适用于任何允许 iframe 的页面。",
            "适用于任何允许脚本的页面：自动采用页面的配色、宽度和语言，高度按需调整。",
            "将示例中的 layouts/shortcodes/flink-memory-calculator.html 放入站点，将计算器放入 static/calculator/。",
            "用于 Markdown 页面。脚本也可以写在 extra_javascript 中。",
            "用于 MDX 页面，将示例中的 FlinkMemoryCalculator.jsx 放入 src/components/。",
            "需要 Widgets 扩展及其 Iframe 小部件。",
            "用于源码编辑器，需要名为 iframe 的宏。如果有 HTML 宏，请使用 Element。",
            "适用于不允许 iframe 的地方。用“导出 → SVG”保存图片，并放在旁边。",
        ],
        show: "显示内容",
        blocks: ["内存条", "表格", "控件", "内存段", "作业图", "JVM 参数"],
        colours: "配色",
        themes: ["跟随页面或系统", "浅色", "深色"],
        language: "语言",
        languages: ["跟随页面，否则英文", "English", "中文"],
        preview: "小部件",
    },
};
