//! The element as TypeScript and React know it.

use std::fs;
use std::process::Command;

use e2e::surroundings;
use serde_json::json;

use crate::folder;

const TYPES: &str = "flink-memory-calculator.d.ts";

fn types() -> String {
    let file = surroundings::root().join("www/embed").join(TYPES);
    fs::read_to_string(file).expect("the types")
}

/// Compiles files beside the types as strictly as it can be, and returns what the compiler says.
fn compile(name: &str, files: &[(&str, &str)]) -> String {
    let folder = folder(name, files);
    fs::write(folder.join(TYPES), types()).expect("a file");
    let packages = surroundings::maker("react");
    let react = packages.join("@types/react");
    let settings = json!({
        "compilerOptions": {
            "strict": true, "skipDefaultLibCheck": true, "exactOptionalPropertyTypes": true, "noUncheckedIndexedAccess": true, "noEmit": true,
            "noImplicitOverride": true, "noPropertyAccessFromIndexSignature": true, "types": [],
            "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "jsx": "react-jsx",
            "paths": {
                "react": [react.join("index.d.ts")],
                "react/jsx-runtime": [react.join("jsx-runtime.d.ts")],
            },
        },
    });
    fs::write(folder.join("tsconfig.json"), settings.to_string()).expect("a file");
    let output = Command::new("node")
        .arg(surroundings::typescript())
        .current_dir(&folder)
        .output()
        .expect("Node.js 20 or newer is there");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The lines that tell React of it, as the documentation has them.
fn for_react() -> String {
    let file = surroundings::root().join("docs/EMBEDDING.md");
    let text = fs::read_to_string(file).expect("the documentation");
    let (_, rest) = text.split_once("```ts\n").expect("an example");
    rest.split_once("```").expect("its end").0.to_owned()
}

#[test]
fn pages_use_it_and_slips_are_found() {
    let said = compile("types", &[("usage.ts", include_str!("types/usage.ts"))]);
    assert_eq!(said, "");
}

#[test]
fn react_draws_it_with_its_attributes() {
    let said = compile(
        "types-react",
        &[("react.d.ts", &for_react()), ("usage.tsx", include_str!("types/usage.tsx"))],
    );
    assert_eq!(said, "");
}

#[test]
fn nothing_is_left_open() {
    let text = types();
    let words = text.lines().filter(|line| !line.trim_start().starts_with(['*', '/']));
    for word in words.flat_map(|line| line.split(|letter: char| !letter.is_alphanumeric())) {
        assert!(!matches!(word, "any" | "Function" | "object"), "{word}");
    }
}
