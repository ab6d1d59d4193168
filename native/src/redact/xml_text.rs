//! Characters of XML: entities and CDATA.

/// Past the `]]>` of the CDATA section at `at`.
pub fn cdata_end(source: &[u8], at: usize) -> Option<usize> {
    memchr::memmem::find(source.get(at + 9..)?, b"]]>").map(|length| at + 9 + length + 3)
}

/// Text with CDATA sections as it is meant. Entities that a document declares itself stay.
pub fn unescape(text: &[u8], out: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'&', b'<', &text[at..]) {
        out.extend_from_slice(&text[at..at + found]);
        at += found;
        if text[at..].starts_with(b"<![CDATA[")
            && let Some(end) = cdata_end(text, at)
        {
            out.extend_from_slice(&text[at + 9..end - 3]);
            at = end;
        } else if let Some((letter, length)) = entity(&text[at..]) {
            out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            at += length;
        } else {
            out.push(text[at]);
            at += 1;
        }
    }
    out.extend_from_slice(&text[at..]);
}

/// Bytes of the longest entity that is looked for: `&#x0010FFFF;`.
const ENTITY: usize = 12;

fn entity(text: &[u8]) -> Option<(char, usize)> {
    let inside = text.strip_prefix(b"&")?;
    let length = inside.iter().take(ENTITY).position(|&byte| byte == b';')?;
    let name = std::str::from_utf8(&inside[..length]).ok()?;
    let letter = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let code = name.strip_prefix('#')?;
            let hex = code.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16).ok());
            char::from_u32(hex.unwrap_or_else(|| code.parse().ok())?)?
        }
    };
    Some((letter, length + 2))
}

pub fn escape(text: &[u8], out: &mut Vec<u8>) {
    for &byte in text {
        match byte {
            b'&' => out.extend_from_slice(b"&amp;"),
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'"' => out.extend_from_slice(b"&quot;"),
            b'\'' => out.extend_from_slice(b"&apos;"),
            _ => out.push(byte),
        }
    }
}
