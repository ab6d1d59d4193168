//! A rule set as it is asked while bytes go by.

use regex::bytes::{Regex, RegexSet};

use super::found::{DETECTORS, Detector, Hit};
use super::names::Names;
use super::number::is_word;
use super::paths::Path;
use super::tokens::Beginnings;

/// Bytes that one expression may look at in one value. To find a match it reads on to the end at most, and some read on
/// each time (`[A-Z]+\d|[A-Z]`): without a bound that is the square of the value's length. This is two seconds.
const LOOKED_AT_MAX: usize = 1 << 30;

pub struct Rule {
    pub name: String,
    /// What takes a value's place: printable ASCII that needs no escape in JSON or XML.
    pub marker: Box<[u8]>,
}

/// Detectors first, by their number, then rules.
pub struct Rules {
    pub rules: Vec<Rule>,
    pub on: [bool; DETECTORS.len()],
    /// Of JSON, XML, forms, parameters and headers.
    pub names: Names,
    /// Of headers alone.
    pub headers: Names,
    pub json_paths: Vec<(Path, u16)>,
    pub xml_paths: Vec<(Path, u16)>,
    pub regexes: Vec<(Regex, u16)>,
    /// The same, to ask all at once.
    pub any: RegexSet,
    pub allowed: Vec<Box<[u8]>>,
    pub allowed_patterns: RegexSet,
    pub beginnings: Beginnings,
}

impl Rules {
    pub fn is_on(&self, detector: Detector) -> bool {
        self.on[detector as usize]
    }

    pub fn marker(&self, rule: u16) -> &[u8] {
        &self.rules[usize::from(rule)].marker
    }

    /// Whether this is what stands where something was: a rule's own text, or `[redacted:…]`, and no word behind it.
    pub fn is_marker(&self, text: &[u8]) -> bool {
        let marker = self.marker_at(text);
        text.is_empty() || marker > 0 && !text[marker..].iter().any(|&byte| is_word(byte))
    }

    /// Bytes of the marker that `text` begins with, 0 for none.
    pub fn marker_at(&self, text: &[u8]) -> usize {
        let Some(first) = text.first() else { return 0 };
        if let Some(name) = text.strip_prefix(b"[redacted:") {
            let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte)).count();
            return if name.get(length) == Some(&b']') { text.len() - name.len() + length + 1 } else { 0 };
        }
        let of = |rule: &&Rule| rule.marker[0] == *first && text.starts_with(&rule.marker);
        self.rules.iter().filter(of).map(|rule| rule.marker.len()).max().unwrap_or(0)
    }

    pub fn allows(&self, value: &[u8]) -> bool {
        self.allowed.iter().any(|allowed| **allowed == *value)
            || !self.allowed_patterns.is_empty() && self.allowed_patterns.is_match(value)
    }

    /// What the rules' own expressions match: all of a value where there is more than can be looked for.
    pub fn patterns(&self, text: &[u8], hits: &mut Vec<Hit>) {
        if self.regexes.is_empty() {
            return;
        }
        for at in &self.any.matches(text) {
            let (regex, rule) = &self.regexes[at];
            let (before, mut looked_at) = (hits.len(), 0);
            for found in regex.find_iter(text) {
                looked_at += text.len() - found.start();
                if looked_at > LOOKED_AT_MAX {
                    hits.truncate(before);
                    hits.push(Hit { start: 0, end: text.len(), rule: *rule });
                    break;
                }
                if !found.is_empty() && !self.is_marker(found.as_bytes()) {
                    hits.push(Hit { start: found.start(), end: found.end(), rule: *rule });
                }
            }
        }
    }
}
