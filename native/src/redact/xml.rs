//! XML in one pass over its tags, without a tree. What is no XML is read as text.

use super::job::{Edits, Job, Kind, nested};
use super::paths::Step;
use super::xml_text::{cdata_end, escape, unescape};

/// Of one start tag.
#[derive(Clone, Copy)]
struct Attribute {
    name: (usize, usize),
    value: (usize, usize),
}

struct Walk<'s> {
    source: &'s [u8],
    at: usize,
    attributes: Vec<Attribute>,
    /// The element whose text comes next.
    field: &'s [u8],
    /// From the root to here; only kept when there are rules with paths.
    steps: Option<Vec<Step<'s>>>,
}

pub fn redact(job: &mut Job, edits: &mut Edits) {
    let source = edits.source;
    let steps = (!job.rules.xml_paths.is_empty()).then(Vec::new);
    let mut walk = Walk { source, at: 0, attributes: Vec::new(), field: b"", steps };
    while walk.at < source.len() {
        walk.text(job, edits);
        let Some(end) = walk.markup(job, edits) else {
            return job.text(edits, walk.at, source.len(), b"");
        };
        walk.at = end;
    }
}

fn local(name: &[u8]) -> &[u8] {
    memchr::memrchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

fn find(text: &[u8], from: usize, end: &[u8]) -> Option<usize> {
    memchr::memmem::find(&text[from..], end).map(|at| from + at + end.len())
}

/// Past the markup at `<` that is neither a tag nor CDATA. `None`: it has no end.
fn other_end(source: &[u8], at: usize) -> Option<usize> {
    let rest = &source[at..];
    if rest.starts_with(b"<!--") {
        find(source, at + 4, b"-->")
    } else if rest.starts_with(b"<?") {
        find(source, at + 2, b"?>")
    } else {
        let stop = at + memchr::memchr2(b'>', b'[', rest)?;
        if source[stop] == b'>' { Some(stop + 1) } else { find(source, stop, b"]>") }
    }
}

fn name_end(source: &[u8], at: usize) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"/><=\"'".contains(byte);
    source[at..].iter().position(ends).map_or(source.len(), |length| at + length)
}

/// A tag at `<`: past its `>`, and whether it opens an element that something is in. Attributes are put in
/// `attributes`.
fn tag(source: &[u8], at: usize, mut attributes: Option<&mut Vec<Attribute>>) -> Option<(usize, bool)> {
    let mut at = name_end(source, at + 1);
    loop {
        at += source[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        match source.get(at)? {
            b'>' => return Some((at + 1, true)),
            b'/' if source.get(at + 1) == Some(&b'>') => return Some((at + 2, false)),
            b'/' | b'<' | b'=' | b'"' | b'\'' => return None,
            _ => {}
        }
        let end = name_end(source, at);
        let equals = end + source[end..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let gap = source.get(equals + 1..)?.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let open = equals + 1 + gap;
        let quote = *source.get(open).filter(|byte| source[equals] == b'=' && matches!(byte, b'"' | b'\''))?;
        let close = open + 1 + memchr::memchr(quote, &source[open + 1..])?;
        if let Some(attributes) = &mut attributes {
            attributes.push(Attribute { name: (at, end), value: (open + 1, close) });
        }
        at = close + 1;
    }
}

/// Where the end tag of an element begins whose content is from `at` on.
fn content_end(source: &[u8], from: usize) -> usize {
    let (mut depth, mut at) = (0usize, from);
    while let Some(open) = memchr::memchr(b'<', &source[at..]).map(|length| at + length) {
        let next = match source.get(open + 1) {
            Some(b'/') if depth == 0 => return open,
            Some(b'/') => {
                depth -= 1;
                find(source, open, b">")
            }
            Some(b'!') if source[open..].starts_with(b"<![CDATA[") => cdata_end(source, open),
            Some(b'!' | b'?') => other_end(source, open),
            _ => tag(source, open, None).map(|(end, opens)| {
                depth += usize::from(opens);
                end
            }),
        };
        let Some(next) = next else { break };
        at = next;
    }
    source.len()
}

impl<'s> Walk<'s> {
    fn slice(&self, (start, end): (usize, usize)) -> &'s [u8] {
        &self.source[start..end]
    }

    /// Text and CDATA up to the next markup.
    fn text(&mut self, job: &mut Job, edits: &mut Edits) {
        let start = self.at;
        let mut is_plain = true;
        while let Some(&byte) = self.source.get(self.at) {
            if byte == b'<' {
                if !self.source[self.at..].starts_with(b"<![CDATA[") {
                    break;
                }
                let Some(end) = cdata_end(self.source, self.at) else { break };
                (self.at, is_plain) = (end, false);
                continue;
            }
            is_plain &= byte != b'&';
            self.at += 1;
        }
        self.characters(job, edits, (start, self.at), is_plain, self.field);
    }

    fn characters(&self, job: &mut Job, edits: &mut Edits, at: (usize, usize), is_plain: bool, field: &[u8]) {
        let (start, end) = at;
        let source = self.slice(at);
        if source.trim_ascii().is_empty() {
            return;
        }
        if is_plain && nested(source) == Kind::Text {
            return job.text(edits, start, end, field);
        }
        let (mut decoded, mut anew) = (Vec::new(), Vec::new());
        unescape(source, &mut decoded);
        if job.value(&decoded, Some(start), field, &mut anew) {
            let mut escaped = Vec::with_capacity(anew.len());
            escape(&anew, &mut escaped);
            edits.replace(start, end, &[&escaped]);
        }
    }

    /// The markup at `self.at`; where to go on, or `None` where the text stops being XML.
    fn markup(&mut self, job: &mut Job, edits: &mut Edits) -> Option<usize> {
        let source = self.source;
        match source.get(self.at + 1) {
            None => Some(source.len()).filter(|_| self.at == source.len()),
            Some(b'/') => {
                if let Some(steps) = &mut self.steps {
                    steps.pop();
                }
                self.field = b"";
                find(source, self.at, b">")
            }
            Some(b'!' | b'?') => {
                let end = other_end(source, self.at)?;
                // What is between the marks: a value must not take the end of a comment with it.
                let marks = if source[self.at..].starts_with(b"<!--") { 3 } else { 2 };
                job.text(edits, (self.at + marks).min(end - marks), end - marks, b"");
                Some(end)
            }
            Some(&byte) if byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80 => self.element(job, edits),
            _ => None,
        }
    }

    fn element(&mut self, job: &mut Job, edits: &mut Edits) -> Option<usize> {
        let mut attributes = std::mem::take(&mut self.attributes);
        attributes.clear();
        let (end, opens) = tag(self.source, self.at, Some(&mut attributes))?;
        let name = local(self.slice((self.at + 1, name_end(self.source, self.at + 1))));
        if let Some(steps) = &mut self.steps {
            steps.push(Step::Name(name));
        }
        let named = self.attributes(job, edits, &attributes);
        self.attributes = attributes;
        let denied = job.rules.names.find(name).or(named).or_else(|| self.by_path(job));
        self.field = name;
        let Some(rule) = denied.filter(|_| opens) else {
            if let Some(steps) = self.steps.as_mut().filter(|_| !opens) {
                steps.pop();
            }
            return Some(end);
        };
        let stop = content_end(self.source, end);
        let content = self.slice((end, stop)).trim_ascii();
        if !content.is_empty() && !job.rules.is_marker(content) {
            job.put(edits, end, stop, rule, b"");
        }
        Some(stop)
    }

    /// Replaces what is denied among them; `<property name="password">` denies its value and its text.
    fn attributes(&self, job: &mut Job, edits: &mut Edits, attributes: &[Attribute]) -> Option<u16> {
        let says = |attribute: &&Attribute| matches!(local(self.slice(attribute.name)), b"name" | b"key" | b"id");
        let named = attributes.iter().filter(says).find_map(|it| job.rules.names.find(self.slice(it.value)));
        for attribute in attributes {
            let name = local(self.slice(attribute.name));
            let value = self.slice(attribute.value);
            let denied = job.rules.names.find(name).or_else(|| self.attribute_by_path(job, name));
            let denied = denied.or(named.filter(|_| name == b"value"));
            match denied.filter(|_| !value.is_empty()) {
                Some(_) if job.rules.is_marker(value) => {}
                Some(rule) => job.put(edits, attribute.value.0, attribute.value.1, rule, b""),
                None => self.characters(job, edits, attribute.value, !value.contains(&b'&'), name),
            }
        }
        named
    }

    fn by_path(&self, job: &Job) -> Option<u16> {
        let steps = self.steps.as_deref()?;
        job.rules.xml_paths.iter().find(|(path, _)| path.is_at(steps)).map(|&(_, rule)| rule)
    }

    fn attribute_by_path(&self, job: &Job, name: &[u8]) -> Option<u16> {
        let steps = self.steps.as_deref()?;
        job.rules.xml_paths.iter().find(|(path, _)| path.is_attribute(steps, name)).map(|&(_, rule)| rule)
    }
}
