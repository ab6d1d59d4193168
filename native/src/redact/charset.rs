//! Character sets of bodies: UTF-8 and what has ASCII in it are read as they are, UTF-16 is decoded, and what cannot be
//! read is not let through.

use super::job::contains_ignore_case;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Charset {
    /// Bytes below 128 are ASCII.
    Ascii,
    Utf16 {
        little_endian: bool,
    },
    Unreadable,
}

/// Declared names of sets whose bytes below 128 are ASCII wherever they stand.
const ASCII: [&str; 9] = ["utf-8", "utf8", "us-ascii", "ascii", "iso-8859-", "windows-125", "latin1", "cp125", "koi8-"];
/// How compressed bodies begin: gzip, zip, zstd, bzip2, xz, and UTF-32.
const UNREADABLE: [&[u8]; 7] =
    [b"\x1f\x8b\x08", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ", b"\xff\xfe\0\0", b"\0\0\xfe\xff"];

impl Charset {
    /// By a byte order mark, else as declared, else by where the zeros are.
    pub fn of(bytes: &[u8], content_type: Option<&str>) -> Self {
        if UNREADABLE.iter().any(|begin| bytes.starts_with(begin)) {
            return Self::Unreadable;
        }
        match bytes {
            [0xff, 0xfe, ..] => return Self::Utf16 { little_endian: true },
            [0xfe, 0xff, ..] => return Self::Utf16 { little_endian: false },
            _ => {}
        }
        if let Some(declared) = content_type.and_then(declared) {
            if contains_ignore_case(declared, "utf-16") {
                return Self::Utf16 { little_endian: contains_ignore_case(declared, "le") };
            }
            let is_known = ASCII.iter().any(|known| contains_ignore_case(declared, known));
            return if is_known { Self::Ascii } else { Self::Unreadable };
        }
        match bytes.first_chunk().map(|first: &[u8; 4]| first.map(|byte| byte == 0)) {
            Some([true, false, true, false]) => Self::Utf16 { little_endian: false },
            Some([false, true, false, true]) => Self::Utf16 { little_endian: true },
            _ => Self::Ascii,
        }
    }
}

fn declared(content_type: &str) -> Option<&str> {
    let at = content_type.to_ascii_lowercase().find("charset=")?;
    let name = content_type[at + "charset=".len()..].split(';').next()?.trim().trim_matches('"');
    (!name.is_empty()).then_some(name)
}

/// UTF-16 as UTF-8; halves of pairs and an odd last byte become U+FFFD.
pub fn decode(bytes: &[u8], little_endian: bool) -> Vec<u8> {
    let unit = |pair: &[u8]| match *pair {
        [first, second] if little_endian => u16::from_le_bytes([first, second]),
        [first, second] => u16::from_be_bytes([first, second]),
        _ => 0xfffd,
    };
    let letters = char::decode_utf16(bytes.chunks(2).map(unit));
    letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>().into_bytes()
}

pub fn encode(text: &[u8], little_endian: bool, out: &mut Vec<u8>) {
    for unit in String::from_utf8_lossy(text).encode_utf16() {
        out.extend_from_slice(&if little_endian { unit.to_le_bytes() } else { unit.to_be_bytes() });
    }
}
