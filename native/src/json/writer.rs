//! Protobuf bytes, written forwards: a nested message is begun with one byte for its length and, once its end is known,
//! moved on by the bytes that a longer length needs. Moving costs little beside parsing: each byte moves at most once
//! per level above it, and almost all messages are shorter than 128 bytes.

/// The wire types that OTLP needs.
#[derive(Clone, Copy)]
pub enum Wire {
    Varint = 0,
    Fixed64 = 1,
    Delimited = 2,
    Fixed32 = 5,
}

#[derive(Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

/// The place of an open message's length byte.
#[must_use]
pub struct Open(usize);

impl Writer {
    pub fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes) }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub fn tag(&mut self, number: u32, wire: Wire) {
        self.varint(u64::from(number << 3 | wire as u32));
    }

    pub fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub fn push(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub fn open(&mut self, number: u32) -> Open {
        self.tag(number, Wire::Delimited);
        self.bytes.push(0);
        Open(self.bytes.len() - 1)
    }

    pub fn close(&mut self, open: Open) {
        let start = open.0 + 1;
        let length = self.bytes.len() - start;
        if length < 0x80 {
            self.bytes[open.0] = length as u8;
            return;
        }
        let end = self.bytes.len();
        // The varint goes to the end first, which makes just the room that it needs in front.
        self.varint(length as u64);
        let width = self.bytes.len() - end;
        let mut prefix = [0; 10];
        prefix[..width].copy_from_slice(&self.bytes[end..]);
        self.bytes.truncate(end + width - 1);
        self.bytes.copy_within(start..end, open.0 + width);
        self.bytes[open.0..open.0 + width].copy_from_slice(&prefix[..width]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_any_width_stands_before_the_content() {
        for length in [0, 1, 127, 128, 16_383, 16_384, 2_097_152] {
            let content: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let mut forwards = Writer::default();
            let open = forwards.open(5);
            forwards.raw(&content);
            forwards.close(open);
            let mut expected = Writer::default();
            expected.tag(5, Wire::Delimited);
            expected.varint(length as u64);
            expected.raw(&content);
            assert!(forwards.into_bytes() == expected.into_bytes(), "length {length}");
        }
    }
}
