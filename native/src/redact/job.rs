//! One document on its way through: what was found so far, and the places of what is written.

use super::found::{Found, Hit};
use super::rules::Rules;
use super::{form, json, text, xml};

/// Documents inside strings of documents that are read as such; deeper ones are text.
const DEPTH_MAX: u8 = 2;

pub struct Job<'r> {
    pub rules: &'r Rules,
    pub found: Found,
    hits: Vec<Hit>,
    /// Whether the document may have tokens that begin with a known word.
    pub with_tokens: bool,
    /// Where a string began whose decoded content is being read: offsets inside it are none of the document.
    inside: Option<usize>,
    depth: u8,
}

/// The source with parts replaced, written only once something is. Parts come in order.
pub struct Edits<'a> {
    pub source: &'a [u8],
    out: &'a mut Vec<u8>,
    copied: usize,
    any: bool,
}

impl<'a> Edits<'a> {
    pub fn new(source: &'a [u8], out: &'a mut Vec<u8>) -> Self {
        Self { source, out, copied: 0, any: false }
    }

    pub fn replace(&mut self, start: usize, end: usize, parts: &[&[u8]]) {
        if !self.any {
            self.out.reserve(self.source.len() + 64);
            self.any = true;
        }
        self.out.extend_from_slice(&self.source[self.copied..start.max(self.copied)]);
        parts.iter().for_each(|part| self.out.extend_from_slice(part));
        self.copied = end.max(self.copied);
    }

    /// Whether anything was replaced; then `out` has the whole.
    pub fn finish(self) -> bool {
        if self.any {
            self.out.extend_from_slice(&self.source[self.copied..]);
        }
        self.any
    }
}

/// How text begins that was a value: a bracket, but no JSON.
const MARKER: &[u8] = b"[redacted:";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Json,
    Xml,
    Form,
    Uri,
    Text,
}

impl Kind {
    /// What a document is by how it begins; where that says nothing, as declared.
    pub fn of(bytes: &[u8], content_type: Option<&str>) -> Self {
        let is = |kind: &str| content_type.is_some_and(|declared| contains_ignore_case(declared, kind));
        if is("x-www-form-urlencoded") {
            return Self::Form;
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match bytes.trim_ascii_start() {
            rest if rest.starts_with(MARKER) => Self::Text,
            [b'{' | b'[' | b'"', ..] => Self::Json,
            [b'<', ..] => Self::Xml,
            _ if is("json") => Self::Json,
            rest if content_type.is_none() && form::is_like(rest) => Self::Form,
            _ => Self::Text,
        }
    }
}

pub fn contains_ignore_case(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

impl<'r> Job<'r> {
    pub fn new(rules: &'r Rules) -> Self {
        Self { rules, found: Found::default(), hits: Vec::new(), with_tokens: false, inside: None, depth: 0 }
    }

    pub fn document(&mut self, bytes: &[u8], kind: Kind, out: &mut Vec<u8>) -> bool {
        let outer = std::mem::replace(&mut self.with_tokens, self.rules.beginnings.is_in(bytes));
        let mut edits = Edits::new(bytes, out);
        match kind {
            Kind::Json => json::redact(self, &mut edits),
            Kind::Xml => xml::redact(self, &mut edits),
            Kind::Form => form::redact(self, &mut edits, 0),
            Kind::Uri => {
                let query = memchr::memchr(b'?', bytes).map_or(bytes.len(), |mark| mark + 1);
                self.text(&mut edits, 0, query, b"");
                form::redact(self, &mut edits, query);
            }
            Kind::Text => self.text(&mut edits, 0, bytes.len(), b""),
        }
        self.with_tokens = outer;
        edits.finish()
    }

    pub fn found(&mut self, rule: u16, at: usize) {
        self.found.add(rule, self.inside.unwrap_or(at));
    }

    /// A part of a document that is read as it stands.
    pub fn text(&mut self, edits: &mut Edits, start: usize, end: usize, field: &[u8]) {
        let mut hits = std::mem::take(&mut self.hits);
        text::scan(self.rules, &edits.source[start..end], field, self.with_tokens, &mut hits);
        for hit in hits.drain(..) {
            self.put(edits, start + hit.start, start + hit.end, hit.rule, b"");
        }
        self.hits = hits;
    }

    /// A rule's marker in the place of a part, between quotes or nothing.
    pub fn put(&mut self, edits: &mut Edits, start: usize, end: usize, rule: u16, quote: &[u8]) {
        self.found(rule, start);
        edits.replace(start, end, &[quote, self.rules.marker(rule), quote]);
    }

    /// A decoded value whose encoding began at `at`, or one that stands as it is; true if it is to be written anew,
    /// from `out`.
    pub fn value(&mut self, decoded: &[u8], at: Option<usize>, field: &[u8], out: &mut Vec<u8>) -> bool {
        let outer = self.inside;
        self.inside = outer.or(at);
        let kind = if self.depth < DEPTH_MAX { nested(decoded) } else { Kind::Text };
        self.depth += 1;
        let changed = if kind == Kind::Text {
            let tokens = std::mem::replace(&mut self.with_tokens, self.rules.beginnings.is_in(decoded));
            let mut edits = Edits::new(decoded, out);
            self.text(&mut edits, 0, decoded.len(), field);
            self.with_tokens = tokens;
            edits.finish()
        } else {
            self.document(decoded, kind, out)
        };
        self.depth -= 1;
        self.inside = outer;
        changed
    }
}

/// Whether a value is a document of its own.
pub fn nested(value: &[u8]) -> Kind {
    let begins = value.first().is_some_and(|byte| matches!(byte, b'{' | b'[' | b'<') || byte.is_ascii_whitespace());
    match value.trim_ascii_start() {
        _ if !begins => Kind::Text,
        rest if rest.starts_with(MARKER) => Kind::Text,
        [b'{' | b'[', .., b'}' | b']' | b'\n' | b' '] => Kind::Json,
        [b'{', b'"', ..] => Kind::Json,
        [b'<', .., b'>' | b'\n' | b' '] => Kind::Xml,
        _ => Kind::Text,
    }
}
