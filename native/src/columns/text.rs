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

    /// Empties it, keeps the room.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn push_str(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
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

    proptest! {
        #[test]
        fn a_json_string_is_read_back_by_another_reader(text in any::<String>()) {
            let mut buffer = TextBuffer::default();
            buffer.push_json(Text::from(text.as_str()));
            prop_assert_eq!(serde_json::from_slice::<String>(buffer.text().bytes()).unwrap(), text);
        }
    }
}
