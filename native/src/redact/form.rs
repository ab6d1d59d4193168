//! Forms (`a=1&b=2`) and the parameters of URIs, Camel's with `RAW(…)` among them.

use super::found::Detector;
use super::job::{Edits, Job};
use super::keyed::raw_end;

/// Whether a body without a declared type looks like a form: a name, `=`, and nothing anywhere that a
/// form would escape.
pub fn is_like(bytes: &[u8]) -> bool {
    let name = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.[]%".contains(byte)).count();
    name > 0
        && bytes.get(name) == Some(&b'=')
        && !bytes.iter().any(|byte| byte.is_ascii_whitespace() || b"\"\\<>{}".contains(byte))
}

/// Pairs from `start` on.
pub fn redact(job: &mut Job, edits: &mut Edits, start: usize) {
    let source = edits.source;
    let mut at = start;
    while at < source.len() {
        let name_length = memchr::memchr2(b'=', b'&', &source[at..]).unwrap_or(source.len() - at);
        let name_end = at + name_length;
        if source.get(name_end) != Some(&b'=') {
            job.text(edits, at, name_end, b"");
            at = name_end + 1;
            continue;
        }
        let begin = name_end + 1;
        let is_raw = source[begin..].starts_with(b"RAW(") || source[begin..].starts_with(b"RAW{");
        let from = if is_raw { raw_end(source, begin) } else { begin };
        let end = memchr::memchr(b'&', &source[from..]).map_or(source.len(), |length| from + length);
        pair(job, edits, (at, name_end), (begin, end), is_raw);
        at = end + 1;
    }
}

fn pair(job: &mut Job, edits: &mut Edits, name: (usize, usize), value: (usize, usize), is_raw: bool) {
    let source = edits.source;
    let (start, end) = value;
    let mut decoded_name = Vec::new();
    let name = decode(&source[name.0..name.1], &mut decoded_name);
    let raw = (is_raw && job.rules.is_on(Detector::RawParameter)).then_some(Detector::RawParameter as u16);
    let mut decoded = Vec::new();
    let plain = decode(&source[start..end], &mut decoded);
    if let Some(rule) = job.rules.names.find(name).or(raw) {
        if !plain.is_empty() && !job.rules.is_marker(plain) {
            job.put(edits, start, end, rule, b"");
        }
        return;
    }
    let mut anew = Vec::new();
    if job.value(plain, Some(start), name, &mut anew) {
        let mut encoded = Vec::with_capacity(anew.len());
        encode(&anew, &mut encoded);
        edits.replace(start, end, &[&encoded]);
    }
}

/// `%41` and `+` as they are meant; what is no escape stays.
fn decode<'a>(text: &'a [u8], out: &'a mut Vec<u8>) -> &'a [u8] {
    if memchr::memchr2(b'%', b'+', text).is_none() {
        return text;
    }
    let digit = |at: usize| text.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high << 4 | low) as u8);
                at += 2;
            }
            (b'+', ..) => out.push(b' '),
            _ => out.push(byte),
        }
        at += 1;
    }
    out
}

fn encode(text: &[u8], out: &mut Vec<u8>) {
    for &byte in text {
        match byte {
            b' ' => out.push(b'+'),
            _ if byte.is_ascii_alphanumeric() || b"-._~[]:@/?,;!$'()*{}\"".contains(&byte) => out.push(byte),
            _ => out.extend_from_slice(format!("%{byte:02X}").as_bytes()),
        }
    }
}
