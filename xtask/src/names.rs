//! Short names between a program and its script.
//!
//! wasm-bindgen calls what one asks of the other by what it does, with a hash behind it. Nobody reads these names, both files have them, and
//! hashes do not compress.

use std::collections::HashMap;

use anyhow::{Context, Result, bail, ensure};

/// The sections of a module with names that others see.
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// The bytes with which a module begins: what it is, and in which version.
const HEAD: usize = 8;

/// What the script calls itself to the program, and what it is called from here on.
const SCRIPT: (&str, &str) = ("./page_bg.js", "p");

/// The same program and script with short names for what they have in common. What the loader of the other files names keeps its name: they ask
/// for it, too.
///
/// # Errors
/// Where they are not what wasm-bindgen writes.
pub(crate) fn shorten(module: &[u8], script: &str, loader: &str) -> Result<(Vec<u8>, String)> {
    let (words, kept) = (words(script), words(loader));
    let mut exports = Names::default();
    for pair in words.windows(3) {
        if let ["wasm", ".", name] = pair
            && !kept.contains(name)
        {
            exports.add(name);
        }
    }
    let mut imports = Names::default();
    let (head, mut rest) = module.split_at_checked(HEAD).context("no module")?;
    let mut short = head.to_vec();
    while !rest.is_empty() {
        let id = bytes(&mut rest, 1)?[0];
        let content = sized(&mut rest)?;
        let content = match id {
            IMPORTS => renamed_imports(content, &mut imports)?,
            EXPORTS => renamed_exports(content, &exports)?,
            _ => content.to_vec(),
        };
        short.push(id);
        push_sized(&mut short, &content);
    }
    Ok((short, renamed_script(&words, &imports, &exports)?))
}

/// What is called anew.
#[derive(Default)]
struct Names(HashMap<String, String>);

impl Names {
    /// What a name becomes: a letter or two, of which no two are the same.
    fn add(&mut self, name: &str) -> &str {
        let number = self.0.len();
        self.0.entry(name.to_owned()).or_insert_with(|| {
            let letter = |number: usize| char::from(b"abcdefghijklmnopqrstuvwxyz"[number % 26]);
            let mut short = String::new();
            let mut left = number;
            while left >= 26 {
                short.push(letter(left));
                left = left / 26 - 1;
            }
            short.push(letter(left));
            short
        })
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// Imports of functions: module, name, and number of a type.
fn renamed_imports(mut section: &[u8], names: &mut Names) -> Result<Vec<u8>> {
    let section = &mut section;
    let count = number(section)?;
    let mut renamed = Vec::new();
    push_number(&mut renamed, count);
    for _ in 0..count {
        let [module, name] = [sized(section)?, sized(section)?].map(std::str::from_utf8);
        let (module, name) = (module?, name?);
        ensure!(bytes(section, 1)? == [0], "the import {name} is no function");
        let [module, name] = if module == SCRIPT.0 { [SCRIPT.1, names.add(name)] } else { [module, name] };
        push_sized(&mut renamed, module.as_bytes());
        push_sized(&mut renamed, name.as_bytes());
        renamed.push(0);
        push_number(&mut renamed, number(section)?);
    }
    Ok(renamed)
}

/// Exports: name, kind, and number of one of that kind.
fn renamed_exports(mut section: &[u8], names: &Names) -> Result<Vec<u8>> {
    let section = &mut section;
    let count = number(section)?;
    let mut renamed = Vec::new();
    push_number(&mut renamed, count);
    for _ in 0..count {
        let name = std::str::from_utf8(sized(section)?)?;
        push_sized(&mut renamed, names.get(name).unwrap_or(name).as_bytes());
        renamed.extend(bytes(section, 1)?);
        push_number(&mut renamed, number(section)?);
    }
    Ok(renamed)
}

/// In the script, imports are keys of an object, and exports members of another.
fn renamed_script(words: &[&str], imports: &Names, exports: &Names) -> Result<String> {
    let mut renamed = String::new();
    let mut known = 0;
    for (place, word) in words.iter().enumerate() {
        let is_key = words.get(place + 1) == Some(&":");
        let is_member = place >= 2 && words[place - 2..place] == ["wasm", "."];
        let short = if is_member { exports.get(word) } else { imports.get(word).filter(|_| is_key) };
        known += usize::from(short.is_some() && is_key);
        renamed.push_str(short.unwrap_or(word));
    }
    if known != imports.0.len() {
        bail!("the script has {known} of the {} functions that the program asks for", imports.0.len());
    }
    let [long, short] = [SCRIPT.0, SCRIPT.1].map(|name| ["\"", name, "\""].concat());
    Ok(renamed.replace(&long, &short))
}

/// A script in words and, one by one, the characters between them.
fn words(script: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let is_of_word = |char: char| char.is_alphanumeric() || char == '_' || char == '$';
        let end = match rest.find(|char| !is_of_word(char)) {
            Some(0) => first.len_utf8(),
            end => end.unwrap_or(rest.len()),
        };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}

fn bytes<'a>(rest: &mut &'a [u8], count: usize) -> Result<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(count).context("the module ends too early")?;
    *rest = after;
    Ok(taken)
}

/// So many bytes as a number before them says.
fn sized<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8]> {
    let count = number(rest)?;
    bytes(rest, count as usize)
}

/// A number in LEB128.
fn number(rest: &mut &[u8]) -> Result<u32> {
    let mut number = 0_u32;
    for shift in (0..u32::BITS).step_by(7) {
        let byte = bytes(rest, 1)?[0];
        number |= u32::from(byte & 127) << shift;
        if byte < 128 {
            return Ok(number);
        }
    }
    bail!("a number in the module has too many bytes")
}

fn push_number(out: &mut Vec<u8>, mut number: u32) {
    while number >= 128 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

fn push_sized(out: &mut Vec<u8>, content: &[u8]) {
    push_number(out, content.len() as u32);
    out.extend(content);
}

#[cfg(test)]
mod tests {
    use super::{HEAD, Names, number, push_number, push_sized, shorten};

    /// A module that asks the script for `__wbg_get_1` and has `start_2` and `memory`.
    fn module(from: &str, asked: &str, given: &str) -> Vec<u8> {
        let mut module = vec![7; HEAD];
        let mut imports = vec![2];
        for (from, name) in [(from, asked), ("other", "load")] {
            push_sized(&mut imports, from.as_bytes());
            push_sized(&mut imports, name.as_bytes());
            imports.extend([0, 5]);
        }
        let mut exports = vec![2];
        for name in [given, "memory"] {
            push_sized(&mut exports, name.as_bytes());
            exports.extend([0, 9]);
        }
        for (id, content) in [(2, imports), (7, exports), (10, vec![1; 200])] {
            module.push(id);
            push_sized(&mut module, &content);
        }
        module
    }

    #[test]
    fn both_sides_get_the_same_names() {
        let script = "({\"./page_bg.js\": {__wbg_get_1: function() { __wbg_get_1(wasm.start_2, start_2, wasm.memory); }}})";
        let (short, text) = shorten(&module("./page_bg.js", "__wbg_get_1", "start_2"), script, "{ memory }")
            .expect("a module");
        assert_eq!(text, "({\"p\": {a: function() { __wbg_get_1(wasm.a, start_2, wasm.memory); }}})");
        assert_eq!(short, module("p", "a", "a"));
    }

    #[test]
    fn what_does_not_belong_together_is_refused() {
        let module = module("./page_bg.js", "__wbg_get_1", "start_2");
        assert!(shorten(&module, "wasm.start_2", "").is_err());
        assert!(shorten(&module[..40], "({__wbg_get_1: 1})", "").is_err());
    }

    #[test]
    fn names_are_short_and_no_two_are_the_same() {
        let mut names = Names::default();
        let shorts: Vec<String> = (0..2000).map(|name| names.add(&name.to_string()).to_owned()).collect();
        assert!(shorts.iter().all(|short| short.len() <= 3));
        let mut others = shorts.clone();
        others.sort();
        others.dedup();
        assert_eq!(others.len(), shorts.len());
        assert_eq!(names.get("27"), Some(&*shorts[27]));
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for expected in [0, 127, 128, 16_384, u32::MAX] {
            let mut bytes = Vec::new();
            push_number(&mut bytes, expected);
            assert_eq!(number(&mut &*bytes).ok(), Some(expected));
        }
    }
}
