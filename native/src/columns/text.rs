//! Text that was checked once.

/// Bytes that are UTF-8. Made by a check, or from text that passed one: no column has to check again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text<'a>(&'a [u8]);

impl<'a> Text<'a> {
    #[inline]
    pub fn check(bytes: &'a [u8]) -> Option<Self> {
        simdutf8::basic::from_utf8(bytes).is_ok().then_some(Self(bytes))
    }

    /// Bytes that a column of this crate holds, which came to it as text.
    #[inline]
    pub(super) fn held(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether it is made of these bytes: without a call for the lengths that names of attributes have.
    #[inline]
    pub fn is(self, other: &[u8]) -> bool {
        fn ends<const N: usize>(bytes: &[u8]) -> Option<(&[u8; N], &[u8; N])> {
            Some((bytes.first_chunk()?, bytes.last_chunk()?))
        }
        if self.0.len() != other.len() {
            return false;
        }
        match self.0.len() {
            8..=16 => ends::<8>(self.0) == ends::<8>(other),
            17..=32 => ends::<16>(self.0) == ends::<16>(other),
            _ => self.0 == other,
        }
    }

    #[inline]
    pub fn bytes(self) -> &'a [u8] {
        self.0
    }

    #[inline]
    pub fn len(self) -> usize {
        self.0.len()
    }

    #[inline]
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self(text.as_bytes())
    }
}

/// Text of less than 128 bytes with its length in front, as protobuf and ClickHouse both write it: it is copied as it is.
#[derive(Clone, Copy, Debug)]
pub struct ShortText<'a>(&'a [u8]);

impl<'a> ShortText<'a> {
    /// `None` if it is longer, no text, or not the whole of `bytes`.
    #[inline]
    pub fn check(bytes: &'a [u8]) -> Option<Self> {
        let (&length, text) = bytes.split_first()?;
        let short = length < 0x80 && usize::from(length) == text.len();
        (short && (is_ascii(text) || Text::check(text).is_some())).then_some(Self(bytes))
    }

    pub fn text(self) -> Text<'a> {
        Text(&self.0[1..])
    }

    /// Length and text.
    pub(super) fn with_length(self) -> &'a [u8] {
        self.0
    }
}

/// Most texts are short and ASCII, and the general check has its price per call.
#[inline]
fn is_ascii(bytes: &[u8]) -> bool {
    const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
    let Some(last) = bytes.last_chunk::<8>() else {
        return bytes.iter().fold(0, |all, byte| all | byte) < 0x80;
    };
    let (chunks, _) = bytes.as_chunks::<8>();
    let all = chunks.iter().fold(u64::from_ne_bytes(*last), |all, chunk| all | u64::from_ne_bytes(*chunk));
    all & HIGH_BITS == 0
}

/// Text under construction.
#[derive(Debug, Default)]
pub struct TextBuffer(Vec<u8>);

impl TextBuffer {
    pub fn text(&self) -> Text<'_> {
        Text(&self.0)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Empties it, keeps the room.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn push_str(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Appends a character below 128; the highest bit of anything else is dropped.
    pub fn push_ascii(&mut self, character: u8) {
        self.0.push(character & 0x7f);
    }

    /// Appends `text` as a JSON string, quotes included. Escapes what RFC 8259 section 7 wants escaped, no more.
    pub fn push_json(&mut self, text: Text<'_>) {
        self.0.push(b'"');
        let mut plain = 0;
        for (at, &byte) in text.0.iter().enumerate() {
            if byte >= 0x20 && byte != b'"' && byte != b'\\' {
                continue;
            }
            self.0.extend_from_slice(&text.0[plain..at]);
            plain = at + 1;
            match byte {
                b'"' => self.push_str("\\\""),
                b'\\' => self.push_str("\\\\"),
                b'\n' => self.push_str("\\n"),
                b'\r' => self.push_str("\\r"),
                b'\t' => self.push_str("\\t"),
                0x08 => self.push_str("\\b"),
                0x0c => self.push_str("\\f"),
                other => {
                    const DIGITS: [u8; 16] = *b"0123456789abcdef";
                    self.push_str("\\u00");
                    self.0.extend([DIGITS[usize::from(other >> 4)], DIGITS[usize::from(other & 15)]]);
                }
            }
        }
        self.0.extend_from_slice(&text.0[plain..]);
        self.0.push(b'"');
    }
}

impl std::fmt::Write for TextBuffer {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.push_str(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_equal_when_every_byte_is() {
        let text = "the quick brown fox jumps over the lazy dog";
        for length in 0..text.len() {
            let (text, mut other) = (Text::from(&text[..length]), text.as_bytes()[..length].to_vec());
            assert!(text.is(&other) && !text.is(b"another text") && !text.is(&[&other[..], b"!"].concat()));
            for at in 0..length {
                other[at] ^= 1;
                assert!(!text.is(&other));
                other[at] ^= 1;
            }
        }
    }

    proptest! {
        #[test]
        fn short_text_is_what_the_general_check_takes(bytes in proptest::collection::vec(any::<u8>(), 0..140), ascii: bool) {
            let bytes: Vec<u8> = if ascii { bytes.iter().map(|byte| byte & 0x7f).collect() } else { bytes };
            let with_length = [&[bytes.len() as u8][..], &bytes].concat();
            let expected = bytes.len() < 128 && std::str::from_utf8(&bytes).is_ok();
            prop_assert_eq!(ShortText::check(&with_length).map(|short| short.text().bytes()), expected.then_some(&bytes[..]));
            prop_assert!(ShortText::check(&[&with_length[..], b"!"].concat()).is_none());
        }

        #[test]
        fn a_json_string_is_read_back_by_another_reader(text in any::<String>()) {
            let mut buffer = TextBuffer::default();
            buffer.push_json(Text::from(text.as_str()));
            prop_assert_eq!(serde_json::from_slice::<String>(buffer.text().bytes()).unwrap(), text);
        }
    }
}
