//! Where in an argument something is.

use std::fmt;

/// A place in an argument, as JavaScript would write it: `scenario.vertices[2].parallelism`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path<'a> {
    /// The argument itself.
    Argument(&'static str),
    /// A property.
    Property(&'a Path<'a>, &'a str),
    /// An item of a list.
    #[cfg(feature = "simulation")]
    Item(&'a Path<'a>, u32),
}

/// Characters of a property's name that are shown: it may be anything, and long.
const SHOWN: usize = 80;

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument(name) => f.write_str(name),
            Self::Property(parent, name) => {
                let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
                let shown = &name[..name.floor_char_boundary(SHOWN)];
                if is_plain { write!(f, "{parent}.{shown}") } else { write!(f, "{parent}[{shown:?}]") }
            }
            #[cfg(feature = "simulation")]
            Self::Item(parent, number) => write!(f, "{parent}[{number}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn a_place_is_written_as_in_javascript() {
        let argument = Path::Argument("request");
        let config = Path::Property(&argument, "config");
        assert_eq!(Path::Property(&config, "a.b").to_string(), r#"request.config["a.b"]"#);
        #[cfg(feature = "simulation")]
        assert_eq!(Path::Item(&config, 7).to_string(), "request.config[7]");
    }

    #[test]
    fn long_names_are_cut() {
        let argument = Path::Argument("request");
        let name = "é".repeat(1000);
        assert!(Path::Property(&argument, &name).to_string().len() < 120);
    }
}
