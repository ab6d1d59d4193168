//! What is asked before anything leaves: with rules, they say what of a text may be seen; without, nothing that a
//! message held may.

use std::rc::Rc;

use foldhash::fast::RandomState;

type Known<T> = std::collections::HashMap<String, T, RandomState>;

/// How many values were replaced, by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found(pub Vec<(String, u64)>);

impl Found {
    pub fn add(&mut self, rule: &str, count: u64) {
        match self.0.iter_mut().find(|(known, _)| known == rule) {
            Some((_, sum)) => *sum += count,
            None => self.0.push((rule.to_owned(), count)),
        }
    }
}

/// A set of rules. Each call appends to `out` what may be seen, of the whole: nothing was cut before.
pub trait Redact: Sync {
    /// `content_type`: what the message says it is, for example `application/json`; empty when it does not say.
    fn body(&self, bytes: &[u8], content_type: &str, out: &mut Vec<u8>, found: &mut Found);
    fn header(&self, name: &str, value: &str, out: &mut Vec<u8>, found: &mut Found);
    fn text(&self, text: &str, out: &mut Vec<u8>, found: &mut Found);
    fn uri(&self, uri: &str, out: &mut Vec<u8>, found: &mut Found);
}

/// Distinct names and URIs that are remembered while one batch is read; an application has some hundreds.
const REMEMBERED_MAX: usize = 4_096;
/// Name and value of a header that is remembered; longer ones are seldom the same.
const HEADER_BYTES_MAX: usize = 256;

/// The one way from a record into a request for whatever an application chose.
pub struct Gate<'r> {
    rules: Option<&'r dyn Redact>,
    uris: Known<Rc<str>>,
    names: Known<Rc<str>>,
    /// By name and value: most headers of an application say the same again and again.
    headers: Known<(Rc<str>, Found)>,
    key: String,
    room: Vec<u8>,
    /// In what was last looked at message by message; taken by who reports it.
    pub found: Found,
}

impl<'r> Gate<'r> {
    pub fn new(rules: Option<&'r dyn Redact>) -> Self {
        Self {
            rules,
            uris: Known::default(),
            names: Known::default(),
            headers: Known::default(),
            key: String::new(),
            room: Vec::new(),
            found: Found::default(),
        }
    }

    pub fn has_rules(&self) -> bool {
        self.rules.is_some()
    }

    /// Without rules: without its query and whom it logs in as, where passwords are.
    pub fn uri(&mut self, uri: &str) -> Rc<str> {
        if let Some(known) = self.uris.get(uri) {
            return Rc::clone(known);
        }
        let shown: Rc<str> = match self.rules {
            Some(rules) => self.through(|out, found| rules.uri(uri, out, found)).into(),
            None => bare(uri).into(),
        };
        remember(&mut self.uris, uri, &shown);
        shown
    }

    /// Of a span: what a developer called a route or node, seldom with a value in it. Without rules it is as it is.
    pub fn name(&mut self, name: &str) -> Rc<str> {
        if let Some(known) = self.names.get(name) {
            return Rc::clone(known);
        }
        let shown: Rc<str> = match self.rules {
            Some(rules) => self.through(|out, found| rules.text(name, out, found)).into(),
            None => name.into(),
        };
        remember(&mut self.names, name, &shown);
        shown
    }

    /// Of an exception, at most `bytes_max` of what may be seen. None without rules.
    pub fn text(&mut self, text: &str, bytes_max: usize) -> Option<String> {
        let rules = self.rules?;
        let shown = self.through(|out, found| rules.text(text, out, found));
        Some(start_of(shown, bytes_max).to_owned())
    }

    pub fn header(&mut self, name: &str, value: &str, bytes_max: usize) -> Option<Rc<str>> {
        let rules = self.rules?;
        self.key.clear();
        self.key.push_str(name);
        // No header's name has it.
        self.key.push('\n');
        self.key.push_str(value);
        if let Some((shown, found)) = self.headers.get(&self.key) {
            found.0.iter().for_each(|(rule, count)| self.found.add(rule, *count));
            return Some(Rc::clone(shown));
        }
        let mut found = Found::default();
        self.room.clear();
        rules.header(name, value, &mut self.room, &mut found);
        let shown: Rc<str> = start_of(checked(&mut self.room), bytes_max).into();
        found.0.iter().for_each(|(rule, count)| self.found.add(rule, *count));
        if self.key.len() <= HEADER_BYTES_MAX {
            remember(&mut self.headers, &self.key, &(Rc::clone(&shown), found));
        }
        Some(shown)
    }

    /// What may be seen of a body, and whether that is only its beginning.
    pub fn body(&mut self, body: &[u8], content_type: &str, is_text: bool, bytes_max: usize) -> Option<(&[u8], bool)> {
        let rules = self.rules?;
        self.room.clear();
        rules.body(body, content_type, &mut self.room, &mut self.found);
        let shown = if is_text {
            start_of(checked(&mut self.room), bytes_max).as_bytes()
        } else {
            &self.room[..self.room.len().min(bytes_max)]
        };
        let shown_bytes = shown.len();
        Some((&self.room[..shown_bytes], shown_bytes < self.room.len()))
    }

    fn through(&mut self, redact: impl FnOnce(&mut Vec<u8>, &mut Found)) -> &str {
        self.room.clear();
        // What is found in names and exceptions belongs to no message.
        redact(&mut self.room, &mut Found::default());
        checked(&mut self.room)
    }
}

fn remember<T: Clone>(known: &mut Known<T>, what: &str, shown: &T) {
    if known.len() < REMEMBERED_MAX {
        known.insert(what.to_owned(), shown.clone());
    }
}

/// A string that is not UTF-8 would cost the whole request.
fn checked(room: &mut Vec<u8>) -> &str {
    if simdutf8::basic::from_utf8(room).is_err() {
        *room = String::from_utf8_lossy(room).into_owned().into_bytes();
    }
    std::str::from_utf8(room).unwrap_or_default()
}

/// At most so many bytes, whole characters.
pub fn start_of(text: &str, bytes_max: usize) -> &str {
    let mut end = text.len().min(bytes_max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn bare(uri: &str) -> String {
    let path = uri.split('?').next().unwrap_or_default();
    match (path.find("//"), path.rfind('@')) {
        (Some(start), Some(at)) if start + 2 < at => format!("{}{}", &path[..start + 2], &path[at + 1..]),
        _ => path.to_owned(),
    }
}
