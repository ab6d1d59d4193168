//! A bounded reader of protobuf's wire format over borrowed bytes.
//!
//! Invariant: for any bytes, every call returns a value or [`Malformed`]; none panics, reads outside its slice or
//! allocates. Tag by tag, without a schema:
//!
//! ```text
//! while let Some(tag) = reader.tag()? {
//!     match tag {
//!         NAME => name = reader.text()?,          // const NAME: u32 = len(5);
//!         START => start = reader.fixed64()?,     // const START: u32 = fixed64(7);
//!         other => reader.skip(other)?,           // unknown, or a known number with another wire type
//!     }
//! }
//! ```
//!
//! Groups (wire types 3 and 4), wire types 6 and 7 and field number 0 are refused: OTLP never had them.
//! A singular sub-message that the wire repeats is merged by [`Singular`].

use std::borrow::Cow;

use crate::columns::Text;

/// The bytes are no protobuf message of the expected shape. Says where and what, never the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// From the start of the request; inside a value that the wire gave in several pieces, from its first piece on.
    pub offset: usize,
    pub what: &'static str,
}

impl std::fmt::Display for Malformed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "malformed protobuf at byte {}: {}", self.offset, self.what)
    }
}

const VARINT: u32 = 0;
const FIXED64: u32 = 1;
const LEN: u32 = 2;
const FIXED32: u32 = 5;

/// The tag of a field with a varint in it (integers, booleans, enums).
pub const fn varint(field: u32) -> u32 {
    field << 3 | VARINT
}
/// The tag of a fixed64, sfixed64 or double.
pub const fn fixed64(field: u32) -> u32 {
    field << 3 | FIXED64
}
/// The tag of a string, bytes, sub-message or packed list.
pub const fn len(field: u32) -> u32 {
    field << 3 | LEN
}
/// The tag of a fixed32, sfixed32 or float.
pub const fn fixed32(field: u32) -> u32 {
    field << 3 | FIXED32
}

#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    /// Offset of the end of `rest` in the request, so that the place of the next byte needs no second counter.
    end: usize,
}

impl<'a> Reader<'a> {
    pub fn new(request: &'a [u8]) -> Self {
        Self { rest: request, end: request.len() }
    }

    /// Of the next byte, from the start of the request.
    pub fn offset(&self) -> usize {
        self.end.saturating_sub(self.rest.len())
    }

    /// A reader over the next `length` bytes from `start` on, if there are as many.
    #[inline]
    pub fn part(&self, start: usize, length: usize) -> Option<Reader<'a>> {
        let rest = self.rest.get(start..start.checked_add(length)?)?;
        Some(Reader { rest, end: self.offset() + start + length })
    }

    /// What has not been read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    #[cold]
    pub fn malformed(&self, what: &'static str) -> Malformed {
        Malformed { offset: self.offset(), what }
    }

    /// The next field's tag, `None` at the end of the message.
    #[inline]
    pub fn tag(&mut self) -> Result<Option<u32>, Malformed> {
        let Some((&first, rest)) = self.rest.split_first() else { return Ok(None) };
        // Fields 1 to 15 have a tag of one byte, and that is nearly all of them.
        if (8..0x80).contains(&first) {
            self.rest = rest;
            return Ok(Some(u32::from(first)));
        }
        self.long_tag().map(Some)
    }

    #[cold]
    fn long_tag(&mut self) -> Result<u32, Malformed> {
        let at = *self;
        let tag = u32::try_from(self.varint()?).map_err(|_| at.malformed("field number over 536870911"))?;
        if tag >> 3 == 0 { Err(at.malformed("field number 0")) } else { Ok(tag) }
    }

    #[inline]
    pub fn varint(&mut self) -> Result<u64, Malformed> {
        match self.rest.split_first() {
            Some((&byte, rest)) if byte < 0x80 => {
                self.rest = rest;
                Ok(u64::from(byte))
            }
            _ => self.long_varint(),
        }
    }

    #[inline]
    fn long_varint(&mut self) -> Result<u64, Malformed> {
        let mut value = 0_u64;
        for (at, &byte) in self.rest.iter().take(10).enumerate() {
            value |= u64::from(byte & 0x7f) << (7 * at);
            if byte < 0x80 {
                if at == 9 && byte > 1 {
                    return Err(self.malformed("varint over 64 bits"));
                }
                self.rest = &self.rest[at + 1..];
                return Ok(value);
            }
        }
        let what = if self.rest.len() < 10 { "ends within a varint" } else { "varint longer than 10 bytes" };
        Err(self.malformed(what))
    }

    #[inline]
    pub fn fixed64(&mut self) -> Result<u64, Malformed> {
        match self.rest.split_first_chunk::<8>() {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(u64::from_le_bytes(*bytes))
            }
            None => Err(self.malformed("ends within a 64-bit field")),
        }
    }

    pub fn double(&mut self) -> Result<f64, Malformed> {
        self.fixed64().map(f64::from_bits)
    }

    #[inline]
    pub fn fixed32(&mut self) -> Result<u32, Malformed> {
        match self.rest.split_first_chunk::<4>() {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(u32::from_le_bytes(*bytes))
            }
            None => Err(self.malformed("ends within a 32-bit field")),
        }
    }

    #[inline]
    pub fn bytes(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.varint()?;
        match usize::try_from(length).ok().and_then(|length| self.rest.split_at_checked(length)) {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(bytes)
            }
            None => Err(self.malformed("length passes the end of the message around it")),
        }
    }

    /// A reader over the sub-message (or packed list) that comes next.
    #[inline]
    pub fn message(&mut self) -> Result<Reader<'a>, Malformed> {
        let rest = self.bytes()?;
        Ok(Reader { rest, end: self.offset() })
    }

    #[inline]
    pub fn text(&mut self) -> Result<Text<'a>, Malformed> {
        self.message()?.all_text()
    }

    /// All that is left, as text.
    #[inline]
    pub fn all_text(&self) -> Result<Text<'a>, Malformed> {
        Text::check(self.rest).ok_or_else(|| self.malformed("string is not UTF-8"))
    }

    /// Passes over the value of a field that means nothing to the caller.
    pub fn skip(&mut self, tag: u32) -> Result<(), Malformed> {
        match tag & 7 {
            VARINT => self.varint().map(drop),
            FIXED64 => self.fixed64().map(drop),
            LEN => self.bytes().map(drop),
            FIXED32 => self.fixed32().map(drop),
            3 | 4 => Err(self.malformed("group")),
            _ => Err(self.malformed("unknown wire type")),
        }
    }
}

/// A sub-message that is singular in the schema but may come several times on the wire. Protobuf defines the result as
/// the merge of the pieces, and that equals the message parsed from their concatenation.
#[derive(Clone, Debug, Default)]
pub struct Singular<'a> {
    pieces: Cow<'a, [u8]>,
    end: usize,
    present: bool,
}

impl<'a> Singular<'a> {
    #[inline]
    pub fn add(&mut self, piece: Reader<'a>) {
        if self.present {
            self.join(piece);
        } else {
            *self = Self { pieces: Cow::Borrowed(piece.rest), end: piece.end, present: true };
        }
    }

    #[cold]
    fn join(&mut self, piece: Reader<'a>) {
        self.pieces.to_mut().extend_from_slice(piece.rest);
        self.end += piece.rest.len();
    }

    /// Bytes of all pieces.
    pub fn encoded_bytes(&self) -> usize {
        self.pieces.len()
    }

    /// Over the merged message; over an empty one when it was absent, which protobuf reads as all defaults.
    #[inline]
    pub fn reader(&self) -> Reader<'_> {
        Reader { rest: &self.pieces, end: self.end }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_varint_has_at_most_ten_bytes_and_64_bits() {
        let read = |bytes: &[u8]| Reader::new(bytes).varint();
        assert_eq!(read(&[0x96, 1]), Ok(150));
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]), Ok(u64::MAX));
        assert_eq!(read(&[0xff; 9]).unwrap_err().what, "ends within a varint");
        assert_eq!(read(&[0x80; 11]).unwrap_err().what, "varint longer than 10 bytes");
        assert_eq!(
            read(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2]).unwrap_err().what,
            "varint over 64 bits"
        );
    }

    #[test]
    fn an_error_names_the_byte_of_the_request_where_it_lies() {
        // field 1, length 3: { field 2, length 9 of 1 }
        let mut reader = Reader::new(&[0x08, 0x01, 0x0a, 0x03, 0x12, 0x09, 0x00]);
        assert_eq!(reader.tag(), Ok(Some(varint(1))));
        assert_eq!(reader.varint(), Ok(1));
        assert_eq!(reader.tag(), Ok(Some(len(1))));
        let mut inner = reader.message().unwrap();
        assert_eq!(inner.tag(), Ok(Some(len(2))));
        assert_eq!(inner.bytes().unwrap_err().offset, 6);
        assert_eq!(reader.tag(), Ok(None));
    }

    #[test]
    fn groups_and_field_number_zero_are_refused() {
        assert_eq!(Reader::new(&[0x02, 0x00]).tag().unwrap_err().what, "field number 0");
        assert_eq!(
            Reader::new(&[0x82, 0x00, 0x00]).tag().map(Option::unwrap),
            Err(Malformed { offset: 0, what: "field number 0" })
        );
        for wire_type in [3, 4, 6, 7] {
            assert!(Reader::new(&[0x00; 16]).skip(8 | wire_type).is_err());
        }
    }

    #[test]
    fn pieces_of_a_singular_message_read_as_one() {
        let request = [0x0a, 0x02, 0x08, 0x01, 0x0a, 0x02, 0x10, 0x02];
        let mut reader = Reader::new(&request);
        let mut singular = Singular::default();
        while reader.tag().unwrap().is_some() {
            singular.add(reader.message().unwrap());
        }
        assert_eq!(singular.reader().rest(), [0x08, 0x01, 0x10, 0x02]);
        assert_eq!(singular.reader().offset(), 2);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let mut reader = Reader::new(&bytes);
            let mut end = 0;
            while let Ok(Some(tag)) = reader.tag() {
                if reader.skip(tag).is_err() { break; }
                prop_assert!(reader.offset() > end && reader.offset() <= bytes.len());
                end = reader.offset();
            }
        }
    }
}
