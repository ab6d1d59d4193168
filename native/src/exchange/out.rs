//! A writer of protobuf's wire format into one buffer, and of what OTLP's messages have in common.

use crate::wire;

const KEY: u32 = wire::len(1);
const VALUE: u32 = wire::len(2);
const STRING: u32 = wire::len(1);
const BOOL: u32 = wire::varint(2);
const INT: u32 = wire::varint(3);
const ARRAY: u32 = wire::len(5);
const KVLIST: u32 = wire::len(6);
const BYTES: u32 = wire::len(7);
const VALUES: u32 = wire::len(1);

#[derive(Debug, Default)]
pub struct Out {
    pub bytes: Vec<u8>,
}

impl Out {
    pub fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    pub fn varint(&mut self, tag: u32, value: u64) {
        self.number(u64::from(tag));
        self.number(value);
    }

    /// A number of kind sint32.
    pub fn zigzag(&mut self, tag: u32, value: i32) {
        self.varint(tag, u64::from(((value << 1) ^ (value >> 31)).cast_unsigned()));
    }

    pub fn fixed64(&mut self, tag: u32, value: u64) {
        self.number(u64::from(tag));
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub fn bytes(&mut self, tag: u32, value: &[u8]) {
        self.number(u64::from(tag));
        self.number(value.len() as u64);
        self.bytes.extend_from_slice(value);
    }

    /// A sub-message: its length is put before it once it is known.
    pub fn message(&mut self, tag: u32, write: impl FnOnce(&mut Self)) {
        self.number(u64::from(tag));
        let at = self.bytes.len();
        self.bytes.push(0);
        write(self);
        let length = self.bytes.len() - at - 1;
        let more = number_bytes(length) - 1;
        if more > 0 {
            self.bytes.resize(self.bytes.len() + more, 0);
            self.bytes.copy_within(at + 1..at + 1 + length, at + 1 + more);
        }
        let mut rest = length;
        for (place, byte) in self.bytes[at..=at + more].iter_mut().enumerate() {
            *byte = rest as u8 & 0x7f | if place < more { 0x80 } else { 0 };
            rest >>= 7;
        }
    }

    /// An attribute whose value is a string, in the list `tag`.
    pub fn text(&mut self, tag: u32, key: &str, value: &str) {
        let any = 1 + number_bytes(value.len()) + value.len();
        self.number(u64::from(tag));
        self.number((1 + number_bytes(key.len()) + key.len() + 1 + number_bytes(any) + any) as u64);
        self.bytes(KEY, key.as_bytes());
        self.number(u64::from(VALUE));
        self.number(any as u64);
        self.bytes(STRING, value.as_bytes());
    }

    pub fn maybe(&mut self, tag: u32, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(tag, key, value);
        }
    }

    pub fn int(&mut self, tag: u32, key: &str, value: u64) {
        self.attribute(tag, key, |out| out.varint(INT, value));
    }

    pub fn yes(&mut self, tag: u32, key: &str) {
        self.attribute(tag, key, |out| out.varint(BOOL, 1));
    }

    pub fn bool(&mut self, tag: u32, key: &str, value: bool) {
        self.attribute(tag, key, |out| out.varint(BOOL, u64::from(value)));
    }

    /// An attribute whose value is a map; `pairs` writes them with [`PAIRS`].
    pub fn map(&mut self, tag: u32, key: &str, pairs: impl FnOnce(&mut Self)) {
        self.attribute(tag, key, |out| out.message(KVLIST, pairs));
    }

    fn attribute(&mut self, tag: u32, key: &str, value: impl FnOnce(&mut Self)) {
        self.message(tag, |out| {
            out.bytes(KEY, key.as_bytes());
            out.message(VALUE, value);
        });
    }

    /// A value that is text or bytes.
    pub fn any(&mut self, tag: u32, value: &[u8], is_text: bool) {
        self.message(tag, |out| out.bytes(if is_text { STRING } else { BYTES }, value));
    }

    /// A value that is a list of maps; `item` is called for each, and writes pairs with [`PAIRS`].
    pub fn maps<T>(&mut self, tag: u32, items: &[T], mut item: impl FnMut(&mut Self, &T)) {
        self.message(tag, |out| {
            out.message(ARRAY, |out| {
                for each in items {
                    out.message(VALUES, |out| out.message(KVLIST, |out| item(out, each)));
                }
            });
        });
    }
}

/// The list of pairs of a map.
pub const PAIRS: u32 = wire::len(1);

fn number_bytes(value: usize) -> usize {
    (usize::BITS - (value | 1).leading_zeros()).div_ceil(7) as usize
}
