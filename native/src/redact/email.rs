//! E-mail addresses: what stands on both sides of an at sign.

use super::found::Detector;
use super::text::{Candidate, View};

/// At the at sign. No byte is looked at more than twice: neither side passes another at sign.
pub fn at(view: &View, sign: usize) -> Option<Candidate> {
    let text = view.text;
    let local = text[view.floor..sign].iter().rev().take_while(|&&byte| is_local(byte)).count();
    let mut start = sign - local;
    while start < sign && matches!(text[start], b'.' | b'-' | b'\'') {
        start += 1;
    }
    if start == sign || text[sign - 1] == b'.' {
        return None;
    }
    let end = domain_end(&text[sign + 1..])? + sign + 1;
    let rule = Detector::Email;
    view.is_on(rule).then_some(Candidate::Found { start, end, rule: rule as u16 })
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || b".+-_'!~%".contains(&byte)
}

/// Labels and dots, up to the last label that has two letters or more.
fn domain_end(text: &[u8]) -> Option<usize> {
    let is_label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte >= 0x80;
    let length = text.iter().take_while(|&&byte| is_label(byte) || byte == b'.').count();
    let mut domain = text.get(..length).filter(|domain| domain.first().is_some_and(|&byte| byte != b'-'))?;
    loop {
        domain = &domain[..domain.iter().rposition(|&byte| byte != b'.' && byte != b'-')? + 1];
        let dot = memchr::memrchr(b'.', domain).filter(|&dot| dot > 0)?;
        let last = &domain[dot + 1..];
        if last.len() >= 2 && (last.iter().all(|byte| !byte.is_ascii_digit()) || last.starts_with(b"xn--")) {
            return Some(domain.len());
        }
        domain = &domain[..memchr::memrchr2(b'.', b'-', domain)?];
    }
}
