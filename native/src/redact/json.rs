//! JSON in one pass over its tokens, without a tree. Where the text stops being JSON, the rest is read as text.

use super::job::{Edits, Job, Kind, nested};
use super::json_text::{escape, plain_escapes, unescape};
use super::keyed::container_end;
use super::paths::Step;
use super::text::{CLASS, DIGIT, TRIGGER};

#[derive(Clone, Copy, PartialEq)]
enum Expect {
    Value,
    Colon,
    /// A comma or the end of a container.
    After,
}

struct Walk<'s> {
    source: &'s [u8],
    at: usize,
    expect: Expect,
    /// Content of the last name, and what denies its value.
    name: (usize, usize),
    /// The same, kept for what is in an array.
    field: (usize, usize),
    denied: Option<u16>,
    /// The last value was replaced: what clings to it is part of it.
    replaced: Option<u16>,
    /// `{"name": "password", "value": …}`: the next `value` is denied.
    named: Option<u16>,
    /// From the root to here; only kept when there are rules with paths.
    steps: Option<Vec<Step<'s>>>,
}

pub fn redact(job: &mut Job, edits: &mut Edits) {
    let source = edits.source;
    let steps = (!job.rules.json_paths.is_empty()).then(Vec::new);
    let begin = if source.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut walk = Walk {
        source,
        at: begin,
        expect: Expect::Value,
        name: (0, 0),
        field: (0, 0),
        denied: None,
        replaced: None,
        named: None,
        steps,
    };
    let mut depth = 0usize;
    while let Some(&byte) = source.get(walk.at) {
        if byte.is_ascii_whitespace() {
            walk.at += 1;
            continue;
        }
        let goes_on = match (walk.expect, byte) {
            (Expect::Colon, b':') => walk.to(Expect::Value),
            (Expect::After, b',') => walk.next_item(),
            (_, b'}' | b']') if walk.expect != Expect::Colon && walk.denied.is_none() => {
                depth = depth.saturating_sub(1);
                walk.leave()
            }
            (Expect::Value, _) => {
                depth += usize::from(matches!(byte, b'{' | b'[') && walk.denied(job).is_none());
                walk.value(job, edits, byte)
            }
            // One document after another, as in JSON lines.
            (Expect::After, b'{' | b'[') if depth == 0 => {
                walk.expect = Expect::Value;
                true
            }
            _ => false,
        };
        if !goes_on {
            return walk.fall_back(job, edits);
        }
    }
}

impl<'s> Walk<'s> {
    fn to(&mut self, expect: Expect) -> bool {
        self.at += 1;
        self.expect = expect;
        true
    }

    fn done(&mut self, end: usize) -> bool {
        self.at = end;
        self.expect = Expect::After;
        self.denied = None;
        self.name = (0, 0);
        true
    }

    fn next_item(&mut self) -> bool {
        if let Some(Step::Index(index)) = self.steps.as_mut().and_then(|steps| steps.last_mut()) {
            *index += 1;
        }
        self.replaced = None;
        self.to(Expect::Value)
    }

    fn enter(&mut self, byte: u8) -> bool {
        if let Some(steps) = &mut self.steps {
            steps.push(if byte == b'[' { Step::Index(0) } else { Step::Name(b"") });
        }
        self.name = (0, 0);
        self.named = None;
        self.to(Expect::Value)
    }

    fn leave(&mut self) -> bool {
        if let Some(steps) = &mut self.steps {
            steps.pop();
        }
        self.named = None;
        let at = self.at + 1;
        self.done(at)
    }

    /// What denies the value that comes next.
    fn denied(&self, job: &Job) -> Option<u16> {
        let steps = || self.steps.as_deref().unwrap_or_default();
        let by_path = || job.rules.json_paths.iter().find(|(path, _)| path.is_at(steps())).map(|&(_, rule)| rule);
        if self.denied.is_some() || self.steps.is_none() { self.denied } else { by_path() }
    }

    fn value(&mut self, job: &mut Job, edits: &mut Edits, byte: u8) -> bool {
        let denied = self.denied(job);
        let end = match byte {
            b'"' => return self.string(job, edits, denied),
            b'{' | b'[' if denied.is_none() => return self.enter(byte),
            b'{' | b'[' => container_end(self.source, self.at),
            _ => self.at + bare_length(&self.source[self.at..]),
        };
        let token = &self.source[self.at..end];
        let is_scalar = matches!(token, b"true" | b"false" | b"null") || is_number(token);
        if !is_scalar && !matches!(byte, b'{' | b'[') {
            return false;
        }
        self.replaced = denied.filter(|_| token != b"null");
        if let Some(rule) = self.replaced {
            job.put(edits, self.at, end, rule, b"\"");
        } else if token.len() >= 7 && byte != b'n' && is_number(token) {
            self.number(job, edits, end);
        }
        self.done(end)
    }

    /// A number that is one of somebody becomes a string.
    fn number(&self, job: &mut Job, edits: &mut Edits, end: usize) {
        let mut hits = Vec::new();
        let field = &self.source[self.field.0..self.field.1];
        super::text::scan(job.rules, &self.source[self.at..end], field, false, &mut hits);
        if let Some(hit) = hits.first() {
            job.put(edits, self.at, end, hit.rule, b"\"");
        }
    }

    /// At a quotation mark: a name if a colon follows, else a value.
    fn string(&mut self, job: &mut Job, edits: &mut Edits, denied: Option<u16>) -> bool {
        let start = self.at + 1;
        let (end, classes) = string_end(self.source, start);
        let content = &self.source[start..end];
        let after = (end + 1).min(self.source.len());
        let gap = self.source[after..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if self.name == (0, 0) && self.source.get(after + gap) == Some(&b':') {
            return self.key(job, start, end, classes & ESCAPE != 0);
        }
        let mut decoded = Vec::new();
        let plain = if classes & ESCAPE == 0 {
            content
        } else {
            unescape(content, &mut decoded);
            &decoded
        };
        self.replaced = denied.filter(|_| !plain.is_empty());
        if let Some(rule) = self.replaced {
            if !job.rules.is_marker(content) {
                job.put(edits, start, end, rule, b"");
            }
            return self.done(after);
        }
        let field = &self.source[self.field.0..self.field.1];
        if matches!(field, b"name" | b"key" | b"Name" | b"Key") {
            self.named = job.rules.names.find(plain);
        }
        let is_nested = nested(plain) != Kind::Text;
        if classes & ESCAPE != 0 || is_nested {
            let mut anew = Vec::new();
            if job.value(plain, Some(start), field, &mut anew) {
                let mut escaped = Vec::with_capacity(anew.len() + 16);
                escape(&anew, &mut escaped);
                edits.replace(start, end, &[&escaped]);
            }
        } else if classes & TRIGGER != 0 || job.with_tokens || !job.rules.regexes.is_empty() {
            job.text(edits, start, end, field);
        }
        self.done(after)
    }

    fn key(&mut self, job: &Job, start: usize, end: usize, escaped: bool) -> bool {
        let mut decoded = Vec::new();
        let mut name = &self.source[start..end];
        if escaped {
            unescape(name, &mut decoded);
            name = &decoded;
        }
        self.denied = job.rules.names.find(name);
        if self.denied.is_none() && matches!(name, b"value" | b"Value") {
            self.denied = self.named.take();
        }
        if let Some(Step::Name(last)) = self.steps.as_mut().and_then(|steps| steps.last_mut()) {
            *last = &self.source[start..end];
        }
        (self.name, self.field) = ((start, end), (start, end));
        self.at = end + 1;
        self.expect = Expect::Colon;
        true
    }

    /// The rest is no JSON: read from the last name whose value did not come.
    fn fall_back(&self, job: &mut Job, edits: &mut Edits) {
        let end = self.source.len();
        let mut start = if self.name == (0, 0) { self.at } else { self.name.0 - 1 };
        if let Some(rule) = self.replaced.filter(|_| self.name == (0, 0)) {
            let clings = self.source[start..].iter().position(|byte| b",}]\n".contains(byte));
            let stop = clings.map_or(end, |length| start + length);
            if !job.rules.is_marker(&self.source[start..stop]) {
                job.put(edits, start, stop, rule, b"");
            }
            start = stop;
        }
        let rest = &self.source[start..];
        if memchr::memmem::find(rest, b"\\u00").is_none() {
            return job.text(edits, start, end, b"");
        }
        let (mut plain, mut anew) = (Vec::new(), Vec::new());
        plain_escapes(rest, &mut plain);
        if job.value(&plain, Some(start), b"", &mut anew) {
            edits.replace(start, end, &[&anew]);
        }
    }
}

const ESCAPE: u8 = 64;
const QUOTE: u8 = 128;

const STRING: [u8; 256] = {
    let mut class = CLASS;
    class[b'\\' as usize] = ESCAPE;
    class[b'"' as usize] = QUOTE;
    class
};

/// Where the string ends (at its quotation mark, or with a text that was cut), and the classes of its bytes.
fn string_end(source: &[u8], start: usize) -> (usize, u8) {
    let (mut at, mut classes) = (start, 0);
    loop {
        let rest = &source[at.min(source.len())..];
        // The way to the next byte must not wait for the class of this one.
        let Some(length) = rest.iter().position(|&byte| {
            let class = STRING[usize::from(byte)];
            classes |= class;
            class >= ESCAPE
        }) else {
            return (source.len(), classes);
        };
        if rest[length] == b'"' {
            return (at + length, classes & !QUOTE);
        }
        at += length + 2;
    }
}

fn bare_length(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')).count()
}

fn is_number(token: &[u8]) -> bool {
    let unsigned = token.strip_prefix(b"-").unwrap_or(token);
    unsigned.first().is_some_and(|&byte| CLASS[usize::from(byte)] == DIGIT)
        && unsigned.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'))
}
