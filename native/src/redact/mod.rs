//! Redaction: what must not leave a pod is replaced before anything else sees it. docs/redaction.md.
//!
//! In reading order: [`config`] (a rule set as TOML), [`rules`] (as it is asked), [`names`] and [`paths`] (whose values
//! are denied), [`found`] (detectors, counts), [`job`] (one document on its way), [`json`], [`xml`], [`form`]
//! (structure, one pass each, no tree), [`text`] (values: one pass that stops where something may begin), [`ids`] with
//! [`number`], [`checks`] and [`context`], [`phone`], [`email`], [`tokens`], [`keyed`] (what may be there),
//! [`charset`].
//!
//! Invariants: every byte of a document is looked at, whatever its shape; no input panics; work grows with the length
//! of the input alone; what came out goes through again unchanged; JSON stays JSON and XML stays XML; when nothing is
//! found nothing is copied.

mod charset;
mod checks;
mod config;
mod context;
mod email;
mod form;
mod found;
mod ids;
mod job;
mod json;
mod json_text;
mod keyed;
mod names;
mod number;
mod paths;
mod phone;
mod rules;
#[cfg(test)]
mod tests;
mod text;
mod tokens;
mod xml;
mod xml_text;

pub use config::{DEFAULTS, RuleError};
pub use found::{DETECTORS, Detector, Found, OFFSETS_MAX};

use charset::Charset;
use job::{Job, Kind};
use rules::Rules;

/// A rule set, ready. It never changes and may be asked from several threads.
///
/// Each verb writes the whole to `out`, behind what is there, if it found something; else nothing: use the input.
pub struct Redactor {
    rules: Rules,
}

impl Redactor {
    /// From a rule set as TOML; the default rules are part of it unless it says `defaults = false`.
    pub fn new(toml: &str) -> Result<Self, RuleError> {
        Ok(Self { rules: config::rules(toml)? })
    }

    /// Names of detectors and then rules, by the number that [`Found`] gives.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.rules.rules.iter().map(|rule| rule.name.as_str())
    }

    /// Whether the detector of this number is on.
    pub fn is_on_at(&self, detector: usize) -> bool {
        self.rules.on[detector]
    }

    /// A whole body, before it is cut: half of a card number is none. `content_type` as the header says it.
    pub fn body(&self, bytes: &[u8], content_type: Option<&str>, out: &mut Vec<u8>) -> Found {
        match Charset::of(bytes, content_type) {
            Charset::Ascii => self.run(bytes, Kind::of(bytes, content_type), out),
            Charset::Utf16 { little_endian } => {
                // Bytes that lie about themselves are read as what they are, too.
                let found = self.run(bytes, Kind::of(bytes, content_type), out);
                if found.is_empty() { self.utf_16(bytes, little_endian, content_type, out) } else { found }
            }
            Charset::Unreadable => self.unreadable(bytes, out),
        }
    }

    /// A header's value: wholly where its name is denied, else what is in it.
    pub fn header(&self, name: &[u8], value: &[u8], out: &mut Vec<u8>) -> Found {
        let mut job = Job::new(&self.rules);
        let denied = self.rules.headers.find(name).or_else(|| self.rules.names.find(name));
        match denied.filter(|_| !value.is_empty()) {
            Some(_) if self.rules.is_marker(value) => {}
            Some(rule) => {
                job.found(rule, 0);
                out.extend_from_slice(self.rules.marker(rule));
            }
            None => {
                job.value(value, None, name, out);
            }
        }
        job.found
    }

    /// Text of people and programs: messages of exceptions, names of spans, lines of logs.
    pub fn text(&self, text: &[u8], out: &mut Vec<u8>) -> Found {
        self.run(text, Kind::Text, out)
    }

    /// A URI, Camel's endpoints included: the password of its authority, its parameters by name.
    pub fn uri(&self, uri: &[u8], out: &mut Vec<u8>) -> Found {
        self.run(uri, Kind::Uri, out)
    }

    fn run(&self, bytes: &[u8], kind: Kind, out: &mut Vec<u8>) -> Found {
        let mut job = Job::new(&self.rules);
        job.document(bytes, kind, out);
        job.found
    }

    fn utf_16(&self, bytes: &[u8], little_endian: bool, content_type: Option<&str>, out: &mut Vec<u8>) -> Found {
        let decoded = charset::decode(bytes, little_endian);
        let mut anew = Vec::new();
        let found = self.run(&decoded, Kind::of(&decoded, content_type), &mut anew);
        if !found.is_empty() {
            charset::encode(&anew, little_endian, out);
        }
        found
    }

    fn unreadable(&self, bytes: &[u8], out: &mut Vec<u8>) -> Found {
        let mut found = Found::default();
        if self.rules.is_on(Detector::Unreadable) && !self.rules.is_marker(bytes) {
            found.add(Detector::Unreadable as u16, 0);
            out.extend_from_slice(self.rules.marker(Detector::Unreadable as u16));
        }
        found
    }
}
