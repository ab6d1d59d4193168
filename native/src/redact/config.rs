//! A rule set as TOML.

use std::fmt;

use regex::bytes::{Regex, RegexSet};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::found::DETECTORS;
use super::names::Names;
use super::paths::Path;
use super::rules::{Rule, Rules};
use super::tokens::Beginnings;

pub const DEFAULTS: &str = include_str!("defaults.toml");
/// The only version there is.
const VERSION: &str = "1";
/// Rules of one set: each name costs every key some time.
const RULES_MAX: usize = 1_000;

/// Why a rule set is none: its line (1 is the first), what is wrong there, and the way out.
#[derive(Debug)]
pub struct RuleError {
    pub line: usize,
    pub message: String,
}

impl fmt::Display for RuleError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "line {}: {}", self.line, self.message)
    }
}

type Value<'a> = Spanned<DeValue<'a>>;
type Result<T> = std::result::Result<T, RuleError>;

/// The set that `text` describes, with the default rules unless it says otherwise.
pub fn rules(text: &str) -> Result<Rules> {
    let mut build = Build::new();
    let file = Source { text };
    let table = file.table()?;
    let wants_defaults = match table.get("defaults") {
        Some(value) => file.boolean("defaults", value)?,
        None => true,
    };
    if wants_defaults {
        let defaults = Source { text: DEFAULTS };
        build.read(&defaults, &defaults.table()?)?;
    }
    build.read(&file, &table)?;
    build.finish()
}

struct Source<'a> {
    text: &'a str,
}

impl<'a> Source<'a> {
    fn error<T>(&self, at: usize, message: impl Into<String>) -> Result<T> {
        let line = 1 + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at.min(self.text.len())]).count();
        Err(RuleError { line, message: message.into() })
    }

    fn table(&self) -> Result<DeTable<'a>> {
        DeTable::parse(self.text).map(Spanned::into_inner).or_else(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.error(at, format!("this is not TOML: {}", error.message()))
        })
    }

    fn boolean(&self, key: &str, value: &Value) -> Result<bool> {
        let is = value.get_ref().as_bool();
        is.map_or_else(|| self.error(value.span().start, format!("{key} is neither true nor false")), Ok)
    }

    fn string<'v>(&self, key: &str, value: &'v Value) -> Result<&'v str> {
        let text = value.get_ref().as_str();
        text.map_or_else(|| self.error(value.span().start, format!("{key} is not a text in quotes")), Ok)
    }

    /// A text or a list of texts, each with its place.
    fn strings<'v>(&self, key: &str, value: &'v Value) -> Result<Vec<(&'v str, usize)>> {
        match value.get_ref() {
            DeValue::String(text) => Ok(vec![(text, value.span().start)]),
            DeValue::Array(values) => {
                values.iter().map(|value| Ok((self.string(key, value)?, value.span().start))).collect()
            }
            _ => self.error(value.span().start, format!("{key} is not a list of texts: write {key} = [\"…\"]")),
        }
    }

    fn sub<'v>(&self, key: &str, value: &'v Value<'a>) -> Result<&'v DeTable<'a>> {
        let table = value.get_ref().as_table();
        table.map_or_else(|| self.error(value.span().start, format!("{key} is not a table: write [{key}]")), Ok)
    }

    fn unknown<T>(&self, key: &Spanned<impl fmt::Display>, known: &str) -> Result<T> {
        self.error(key.span().start, format!("{} is not known here: there are {known}", key.get_ref()))
    }
}

struct Build {
    rules: Vec<Rule>,
    on: [bool; DETECTORS.len()],
    names: Names,
    headers: Names,
    json_paths: Vec<(Path, u16)>,
    xml_paths: Vec<(Path, u16)>,
    regexes: Vec<(Regex, u16)>,
    allowed: Vec<Box<[u8]>>,
    allowed_patterns: Vec<String>,
}

fn marker(name: &str) -> Box<[u8]> {
    format!("[redacted:{name}]").into_bytes().into()
}

impl Build {
    fn new() -> Self {
        let rules = DETECTORS.iter().map(|&(name, _)| Rule { name: name.to_owned(), marker: marker(name) });
        Self {
            rules: rules.collect(),
            on: [true; DETECTORS.len()],
            names: Names::default(),
            headers: Names::default(),
            json_paths: Vec::new(),
            xml_paths: Vec::new(),
            regexes: Vec::new(),
            allowed: Vec::new(),
            allowed_patterns: Vec::new(),
        }
    }

    fn read<'a>(&mut self, file: &Source<'a>, table: &DeTable<'a>) -> Result<()> {
        if table.get("version").and_then(|version| version.get_ref().as_integer()).map(|it| it.as_str())
            != Some(VERSION)
        {
            let at = table.get("version").map_or(0, |version| version.span().start);
            return file.error(at, format!("the version of the format is missing or not {VERSION}: write version = 1"));
        }
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "version" | "defaults" => {}
                "detectors" => self.detectors(file, file.sub("detectors", value)?)?,
                "allow" => self.allow(file, file.sub("allow", value)?)?,
                "rule" => {
                    let Some(rules) = value.get_ref().as_array() else {
                        return file.error(value.span().start, "rule is not a list: each begins with [[rule]]");
                    };
                    for rule in rules {
                        self.rule(file, file.sub("rule", rule)?, rule.span().start)?;
                    }
                }
                _ => return file.unknown(key, "version, defaults, detectors, allow, rule"),
            }
        }
        Ok(())
    }

    fn detectors<'a>(&mut self, file: &Source<'a>, table: &DeTable<'a>) -> Result<()> {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let Some(at) = DETECTORS.iter().position(|detector| detector.0 == name) else {
                return file.unknown(key, &DETECTORS.map(|detector| detector.0).join(", "));
            };
            match value.get_ref() {
                DeValue::Boolean(on) => self.on[at] = *on,
                DeValue::String(replace) => self.rules[at].marker = replacement(file, value, replace)?,
                _ => return file.error(value.span().start, format!("{name} is neither true, false nor a replacement")),
            }
        }
        Ok(())
    }

    fn allow<'a>(&mut self, file: &Source<'a>, table: &DeTable<'a>) -> Result<()> {
        for (key, value) in table {
            let kind = key.get_ref().as_ref();
            for (text, at) in file.strings(kind, value)? {
                match kind {
                    "keys" => {
                        let added = self.names.allow(text).and_then(|()| self.headers.allow(text));
                        added.or_else(|why| file.error(at, format!("{text:?} is no name: it has {why}")))?;
                    }
                    "values" => self.allowed.push(text.as_bytes().into()),
                    "regex" => {
                        regex(file, text, at)?;
                        self.allowed_patterns.push(format!("^(?:{text})$"));
                    }
                    _ => return file.unknown(key, "keys, values, regex"),
                }
            }
        }
        Ok(())
    }

    fn rule<'a>(&mut self, file: &Source<'a>, table: &DeTable<'a>, at: usize) -> Result<()> {
        let Some(name) = table.get("name") else { return file.error(at, "a rule has no name: write name = \"…\"") };
        let text = file.string("name", name)?;
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) {
            return file.error(name.span().start, format!("{text:?} is no name: letters, digits, - and _ make one"));
        }
        // A rule of the defaults and one of the file may have one name: they are counted together.
        let known = self.rules[DETECTORS.len()..].iter().position(|rule| rule.name == text);
        let id = known.map_or(self.rules.len(), |known| known + DETECTORS.len()) as u16;
        if known.is_none() {
            self.rules.push(Rule { name: text.to_owned(), marker: marker(text) });
        }
        if self.rules.len() > RULES_MAX {
            return file.error(at, format!("there are more than {RULES_MAX} rules: put names of one kind into one"));
        }
        let exact = table.get("exact").map_or(Ok(false), |value| file.boolean("exact", value))?;
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "name" | "exact" => {}
                "replace" => {
                    self.rules[usize::from(id)].marker = replacement(file, value, file.string("replace", value)?)?
                }
                kind @ ("keys" | "headers" | "paths" | "regex") => {
                    for (text, at) in file.strings(kind, value)? {
                        let added = self.matcher(kind, text, exact, id);
                        added.or_else(|why| file.error(at, format!("{text:?} in {kind}: {why}")))?;
                    }
                }
                _ => return file.unknown(key, "name, keys, exact, headers, paths, regex, replace"),
            }
        }
        if table.len() == 1 + usize::from(table.contains_key("exact")) + usize::from(table.contains_key("replace")) {
            return file.error(at, format!("rule {text:?} looks for nothing: it needs keys, headers, paths or regex"));
        }
        Ok(())
    }

    fn matcher(&mut self, kind: &str, text: &str, exact: bool, rule: u16) -> std::result::Result<(), String> {
        match kind {
            "keys" => self.names.deny(text, exact, rule)?,
            "headers" => self.headers.deny(text, true, rule)?,
            "regex" => {
                let regex = compiled(text)?;
                if regex.is_match(b"") {
                    return Err("it is found where nothing is: write + for *".to_owned());
                }
                self.regexes.push((regex, rule));
            }
            _ if text.starts_with('/') => self.xml_paths.push((Path::xml(text)?, rule)),
            _ => self.json_paths.push((Path::json(text)?, rule)),
        }
        Ok(())
    }

    fn finish(self) -> Result<Rules> {
        let set = |patterns: Vec<&str>| {
            RegexSet::new(patterns).map_err(|error| RuleError { line: 1, message: format!("together: {error}") })
        };
        Ok(Rules {
            any: set(self.regexes.iter().map(|(regex, _)| regex.as_str()).collect())?,
            allowed_patterns: set(self.allowed_patterns.iter().map(String::as_str).collect())?,
            rules: self.rules,
            on: self.on,
            names: self.names,
            headers: self.headers,
            json_paths: self.json_paths,
            xml_paths: self.xml_paths,
            regexes: self.regexes,
            allowed: self.allowed,
            beginnings: Beginnings::new(),
        })
    }
}

fn regex(file: &Source, text: &str, at: usize) -> Result<()> {
    compiled(text).map(drop).or_else(|why| file.error(at, format!("{text:?} is no regular expression: {why}")))
}

/// An expression that is asked in time linear in the text, whatever it is; or why it is none.
fn compiled(text: &str) -> std::result::Result<Regex, String> {
    Regex::new(text).map_err(|error| match error {
        regex::Error::CompiledTooBig(bytes) => {
            format!("it would take more than {} MiB: repeat less, `{{1,9}}` instead of thousands", bytes >> 20)
        }
        error => error.to_string(),
    })
}

fn replacement(file: &Source, value: &Value, text: &str) -> Result<Box<[u8]>> {
    let fits = |byte: u8| byte.is_ascii_graphic() && !b"\"\\<>&'%@=".contains(&byte);
    if text.is_empty() || !text.bytes().all(fits) || text.bytes().any(|byte| byte.is_ascii_digit()) {
        return file.error(
            value.span().start,
            format!(
                "{text:?} as replacement: ASCII letters and signs make one, no digits, spaces or \" \\ < > & ' % @ ="
            ),
        );
    }
    Ok(text.as_bytes().into())
}
