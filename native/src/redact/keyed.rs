//! Values of denied names in text that has no structure, or has lost it: `password=…`, `"password": "…`,
//! `<password>…`, `Cookie: …`.

use super::number::is_word;
use super::text::{Candidate, View};

/// Spaces between a name, its separator and its value.
const SPACES: usize = 16;
const SCHEMES: [&[u8]; 7] = [b"bearer", b"basic", b"digest", b"token", b"negotiate", b"apikey", b"aws4-hmac-sha256"];

/// At `=` or `:`.
pub fn at(view: &View, separator: usize) -> Option<Candidate> {
    let text = view.text;
    if text[separator..].starts_with(b"://") {
        return None;
    }
    let (name, name_start) = name_before(view, separator)?;
    let denied = view.rules.names.find(name);
    let Some(rule) = denied.or_else(|| view.rules.headers.find(name)) else { return part(view, name, separator) };
    let mut start = separator + 1;
    // `=>`, `==`, `:=`
    start += text[start..].iter().take(2).take_while(|byte| matches!(byte, b'>' | b'=')).count();
    start += text[start..].iter().take(SPACES).take_while(|byte| byte.is_ascii_whitespace()).count();
    let whole_line = denied.is_none() && name_start == line_start(text, name_start, view.floor);
    value(view, start, text[separator] == b':', whole_line, rule)
}

/// A part of a form: `name="password"`, an empty line, the value.
fn part(view: &View, name: &[u8], separator: usize) -> Option<Candidate> {
    let text = view.text;
    let quoted = text.get(separator + 1..)?.strip_prefix(b"\"").filter(|_| name.eq_ignore_ascii_case(b"name"))?;
    let named = &quoted[..quoted.iter().take(128).position(|&byte| byte == b'"')?];
    let after = &quoted[named.len() + 1..];
    let rule = view.rules.names.find(named)?;
    let gap = after.strip_prefix(b"\r\n\r\n").or_else(|| after.strip_prefix(b"\n\n"))?;
    let length = memchr::memmem::find(gap, b"\n--").unwrap_or(gap.len());
    let start = text.len() - gap.len();
    done(view, start, start + gap[..length].trim_ascii_end().len(), rule)
}

fn line_start(text: &[u8], at: usize, floor: usize) -> usize {
    at - text[floor..at].iter().rev().take_while(|&&byte| matches!(byte, b' ' | b'\t' | b'>' | b'<' | b'*')).count()
}

/// The name that ends before `end`, quotes and escapes around it left out, and where it begins.
fn name_before<'a>(view: &View<'a>, end: usize) -> Option<(&'a [u8], usize)> {
    let text = &view.text[..end];
    let back = |from: usize, most: usize, fits: fn(u8) -> bool| {
        from - text[view.floor..from].iter().rev().take(most).take_while(|&&byte| fits(byte)).count()
    };
    let end = back(end, SPACES, |byte| byte.is_ascii_whitespace());
    let end = back(end, 8, |byte| matches!(byte, b'"' | b'\'' | b'\\' | b']' | b'`'));
    let start = back(end, usize::MAX, |byte| is_word(byte) || matches!(byte, b'-' | b'.' | b'$'));
    let is_name = start < end && !text[start].is_ascii_digit() && !text[..start].ends_with(b"[redacted:");
    is_name.then(|| (&text[start..end], start))
}

fn done(view: &View, start: usize, end: usize, rule: u16) -> Option<Candidate> {
    let is_told = start >= end || view.rules.is_marker(&view.text[start..end]);
    if is_told { Some(Candidate::None(end)) } else { Some(Candidate::Found { start, end, rule }) }
}

fn value(view: &View, start: usize, colon: bool, line: bool, rule: u16) -> Option<Candidate> {
    let text = view.text;
    let escapes = text[start..].iter().take(8).take_while(|&&byte| byte == b'\\').count();
    let first = *text.get(start + escapes)?;
    let marker = view.rules.marker_at(&text[start..]);
    if marker > 0 && text.get(start + marker).is_none_or(|&next| !is_word(next)) {
        return Some(Candidate::None(start + marker));
    }
    if matches!(first, b'"' | b'\'') {
        let begin = start + escapes + 1;
        return done(view, begin, quoted_end(text, begin, first, escapes), rule);
    }
    if matches!(first, b'{' | b'[') {
        return done(view, start, container_end(text, start), rule);
    }
    if text[start..].starts_with(b"RAW(") || text[start..].starts_with(b"RAW{") {
        return done(view, start, raw_end(text, start), rule);
    }
    if line {
        let length = memchr::memchr2(b'\n', b'\r', &text[start..]).unwrap_or(text.len() - start);
        return done(view, start, start + length, rule);
    }
    done(view, start, word_end(text, start, colon), rule)
}

/// A word, and the next where the first is a scheme of authorization.
fn word_end(text: &[u8], start: usize, colon: bool) -> usize {
    let ends = |byte: u8| byte.is_ascii_whitespace() || b"\"'<>;&".contains(&byte) || colon && byte == b',';
    let run = |from: usize| from + text[from..].iter().take_while(|&&byte| !ends(byte)).count();
    let mut end = run(start);
    if SCHEMES.iter().any(|scheme| scheme.eq_ignore_ascii_case(&text[start..end])) && text.get(end) == Some(&b' ') {
        end = run(end + 1);
    }
    while end > start && matches!(text[end - 1], b'}' | b')' | b']' | b',' | b'.') {
        end -= 1;
    }
    end
}

/// The closing quote, or the end of a text that was cut. What clings to the quote belongs to a value whose own
/// quotes were not escaped.
fn quoted_end(text: &[u8], start: usize, quote: u8, escapes: usize) -> usize {
    let mut at = start;
    while let Some(found) = memchr::memchr2(quote, b'\\', &text[at..]) {
        at += found;
        let slashes = text[at..].iter().take_while(|&&byte| byte == b'\\').count();
        let is_quote = text.get(at + slashes) == Some(&quote);
        let clings = text.get(at + slashes + 1).is_some_and(|&byte| is_word(byte));
        if is_quote && slashes <= escapes && slashes.is_multiple_of(2) == escapes.is_multiple_of(2) && !clings {
            return at;
        }
        at = (at + slashes + 1).min(text.len());
    }
    text.len()
}

/// Past the bracket that closes the one at `start`; the end of the text if none does.
pub fn container_end(text: &[u8], start: usize) -> usize {
    let (mut depth, mut at) = (0usize, start);
    while let Some(&byte) = text.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 1 => return at + 1,
            b'}' | b']' => depth -= 1,
            b'"' => {
                at += 1;
                while at < text.len() && text[at] != b'"' {
                    at += 1 + usize::from(text[at] == b'\\');
                }
            }
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// Past the bracket of `RAW(…)`: the first before `&` or the end of the value.
pub fn raw_end(text: &[u8], start: usize) -> usize {
    let close = if text[start + 3] == b'{' { b'}' } else { b')' };
    let ends =
        |at: &usize| text.get(at + 1).is_none_or(|next| next.is_ascii_whitespace() || b"&\"'<>,;])}\\".contains(next));
    let found = memchr::memchr_iter(close, &text[start..]).map(|at| start + at).find(ends);
    found.map_or(text.len(), |at| at + 1)
}

/// At `<`: the text of an element whose name is denied, up to the next tag.
pub fn element(view: &View, open: usize) -> Option<Candidate> {
    let rest = &view.text[open + 1..];
    let length = rest.iter().take_while(|&&byte| is_word(byte) || matches!(byte, b'-' | b'.' | b':')).count();
    let name = rest[..length].rsplit(|&byte| byte == b':').next()?;
    let rule = view.rules.names.find(name)?;
    let stop = memchr::memchr2(b'>', b'<', &rest[length..])? + length;
    if rest[stop] == b'<' || rest[..stop].ends_with(b"/") {
        return None;
    }
    // Attributes go with the value.
    let start = open + 1 + if stop > length { length } else { stop + 1 };
    let end = memchr::memchr(b'<', &view.text[start..]).map_or(view.text.len(), |found| start + found);
    done(view, start, end, rule)
}
