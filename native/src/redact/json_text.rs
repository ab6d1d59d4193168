//! Characters of JSON strings: escapes.

fn hex(text: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(text.get(..4)?).ok().filter(|digits| !digits.starts_with('+'))?;
    u32::from_str_radix(digits, 16).ok()
}

/// The letter of `\uXXXX` whose digits begin `text`, and how many bytes of `text` it takes.
fn unicode(text: &[u8]) -> Option<(char, usize)> {
    let first = hex(text)?;
    if (0xd800..0xdc00).contains(&first)
        && let Some(second) = text.get(4..).and_then(|rest| rest.strip_prefix(b"\\u")).and_then(hex)
        && (0xdc00..0xe000).contains(&second)
    {
        return Some((char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))?, 10));
    }
    Some((char::from_u32(first)?, 4))
}

/// Escapes that are none, and halves of surrogate pairs, stay as they are.
pub fn unescape(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let simple = match rest.first() {
            Some(&byte @ (b'"' | b'\\' | b'/')) => Some(byte),
            Some(b'n') => Some(b'\n'),
            Some(b't') => Some(b'\t'),
            Some(b'r') => Some(b'\r'),
            Some(b'b') => Some(8),
            Some(b'f') => Some(12),
            _ => None,
        };
        if let Some(byte) = simple {
            out.push(byte);
            rest = &rest[1..];
        } else if let Some((letter, length)) = rest.strip_prefix(b"u").and_then(unicode) {
            out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            rest = &rest[1 + length..];
        } else {
            out.push(b'\\');
        }
    }
    out.extend_from_slice(rest);
}

pub fn escape(text: &[u8], out: &mut Vec<u8>) {
    for (at, &byte) in text.iter().enumerate() {
        match byte {
            // The backslash of half a surrogate pair stayed.
            b'\\' if text.get(at + 1) == Some(&b'u') && hex(&text[at + 2..]).is_some_and(|it| it >> 11 == 0x1b) => {
                out.push(byte);
            }
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..=31 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
}

/// `\u0070` as `p`: letters that need no escape, in text that is no JSON.
pub fn plain_escapes(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = memchr::memmem::find(rest, b"\\u00") {
        out.extend_from_slice(&rest[..at]);
        match hex(&rest[at + 2..]) {
            Some(code @ 0x20..=0x7e) if !b"\"\\".contains(&(code as u8)) => {
                out.push(code as u8);
                rest = &rest[at + 6..];
            }
            _ => {
                out.extend_from_slice(&rest[at..at + 4]);
                rest = &rest[at + 4..];
            }
        }
    }
    out.extend_from_slice(rest);
}
