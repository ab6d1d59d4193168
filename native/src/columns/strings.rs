//! Strings, kept as ClickHouse's Native format writes them.

use std::io;
use std::sync::Arc;

use arrow_array::{ArrayRef, StringArray};
use arrow_buffer::{Buffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::ArrowError;

use super::{Column, Marks, Part, ShortText, Text, TextColumn, Undo, narrow};
use crate::sink::Sink;

/// Each string as varint length and bytes, one after the other: writing the column is one copy of the buffer. There is
/// no offset per row; whoever reads walks.
#[derive(Default)]
pub struct Strings {
    native: Vec<u8>,
    rows: usize,
}

impl Strings {
    /// Text of every row, in order.
    pub fn walk(&self) -> Walk<'_> {
        self.walk_from(0)
    }

    fn walk_from(&self, at: usize) -> Walk<'_> {
        Walk { native: &self.native, at }
    }

    #[inline]
    pub fn push(&mut self, text: Text<'_>) {
        push_native(&mut self.native, text.bytes());
        self.rows += 1;
    }
}

/// Appends a string in Native form.
#[inline]
pub(super) fn push_native(native: &mut Vec<u8>, bytes: &[u8]) {
    if bytes.len() < 0x80 {
        native.reserve(bytes.len() + 1);
        native.push(bytes.len() as u8);
    } else {
        native.reserve(bytes.len() + 10);
        push_varint(native, bytes.len() as u64);
    }
    native.extend_from_slice(bytes);
}

/// Appends an unsigned LEB128.
pub fn push_varint(native: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        native.push(value as u8 | 0x80);
        value >>= 7;
    }
    native.push(value as u8);
}

/// Reads strings in Native form, which this crate wrote.
#[derive(Clone)]
pub struct Walk<'a> {
    native: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Walk<'a> {
    type Item = Text<'a>;

    #[inline]
    fn next(&mut self) -> Option<Text<'a>> {
        let mut length = usize::from(*self.native.get(self.at)?);
        self.at += 1;
        if length >= 0x80 {
            length &= 0x7f;
            let mut shift = 7;
            loop {
                let byte = usize::from(*self.native.get(self.at)?);
                self.at += 1;
                length |= (byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
        }
        let text = self.native.get(self.at..self.at + length)?;
        self.at += length;
        Some(Text::held(text))
    }
}

impl Walk<'_> {
    /// Offset of the next string's length.
    fn offset(&self) -> usize {
        self.at
    }
}

impl TextColumn for Strings {
    /// Start and length of the bytes.
    type Place = (u32, u32);

    #[inline]
    fn push(&mut self, text: Text<'_>) {
        Strings::push(self, text);
    }

    #[inline]
    fn push_short(&mut self, text: ShortText<'_>) {
        self.native.extend_from_slice(text.with_length());
        self.rows += 1;
    }

    fn last_place(&self, text: Text<'_>) -> (u32, u32) {
        (narrow(self.native.len() - text.len()), narrow(text.len()))
    }

    fn text(&self, (start, length): (u32, u32)) -> Text<'_> {
        Text::held(&self.native[start as usize..(start + length) as usize])
    }

    fn cursor(&self) -> usize {
        self.native.len()
    }

    fn texts_from(&self, cursor: usize) -> impl Iterator<Item = Text<'_>> {
        self.walk_from(cursor)
    }

    fn places_from(&self, cursor: usize) -> Vec<(u32, u32)> {
        let mut walk = self.walk_from(cursor);
        let next = || walk.next().map(|text| (narrow(walk.offset() - text.len()), narrow(text.len())));
        std::iter::from_fn(next).collect()
    }

    fn rearrange_from(&mut self, cursor: usize, places: &[(u32, u32)]) -> Vec<(u32, u32)> {
        self.rows -= self.walk_from(cursor).count();
        let behind = self.native.split_off(cursor);
        let texts = places.iter().map(|&(start, length)| &behind[start as usize - cursor..][..length as usize]);
        let mut push = |text| {
            self.push(Text::held(text));
            self.last_place(Text::held(text))
        };
        texts.map(&mut push).collect()
    }
}

impl Column for Strings {
    fn type_name(&self) -> String {
        "String".to_owned()
    }

    fn rows(&self) -> usize {
        self.rows
    }

    fn bytes(&self) -> usize {
        self.native.len()
    }

    fn mark(&self, marks: &mut Marks) {
        marks.push(self.native.len());
        marks.push(self.rows);
    }

    fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.native.truncate(undo.length());
        self.rows = undo.length();
    }

    fn write(&self, parts: &[Part], out: &mut Sink<'_>) -> io::Result<()> {
        if parts == [Part::whole(self.rows)] {
            return out.bytes(&self.native);
        }
        let mut starts: Vec<usize> = Vec::with_capacity(self.rows + 1);
        let mut walk = self.walk();
        starts.push(0);
        while walk.next().is_some() {
            starts.push(walk.offset());
        }
        for part in parts {
            out.repeat(&self.native[starts[part.start as usize]..starts[part.end as usize]], part.repeat)?;
        }
        Ok(())
    }

    fn arrow(&self, parts: &[Part]) -> Result<ArrayRef, ArrowError> {
        let all: Vec<Text<'_>> = self.walk().collect();
        let mut bytes = Vec::with_capacity(self.native.len());
        let mut offsets = vec![0_i32];
        for part in parts {
            for _ in 0..part.repeat {
                for text in &all[part.range()] {
                    bytes.extend_from_slice(text.bytes());
                    offsets.push(arrow_offset(bytes.len())?);
                }
            }
        }
        let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
        Ok(Arc::new(StringArray::try_new(offsets, Buffer::from_vec(bytes), None)?))
    }
}

/// Arrow's offsets have a sign.
pub(super) fn arrow_offset(length: usize) -> Result<i32, ArrowError> {
    i32::try_from(length).map_err(|_| ArrowError::OffsetOverflowError(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(texts: &[&str]) -> Strings {
        let mut strings = Strings::default();
        for text in texts {
            strings.push(Text::from(*text));
        }
        strings
    }

    #[test]
    fn what_was_pushed_is_walked() {
        let long = "x".repeat(20_000);
        let texts = ["", "a", &long, "ü", &long[..127], &long[..128]];
        let read: Vec<&[u8]> = filled(&texts).native_texts();
        assert_eq!(read, texts.map(str::as_bytes));
    }

    impl Strings {
        fn native_texts(&self) -> Vec<&'static [u8]> {
            self.walk().map(|text| &*text.bytes().to_vec().leak()).collect()
        }
    }

    #[test]
    fn the_last_rows_are_rearranged_in_place() {
        let long = "y".repeat(300);
        let mut strings = filled(&["head"]);
        let cursor = strings.cursor();
        ["a", &long, "c"].into_iter().for_each(|text| strings.push(Text::from(text)));
        let places = strings.places_from(cursor);
        let moved = strings.rearrange_from(cursor, &[places[2], places[1]]);
        assert_eq!(strings.native_texts(), [b"head", b"c".as_slice(), long.as_bytes()]);
        assert_eq!(moved.iter().map(|&place| strings.text(place).len()).collect::<Vec<_>>(), [1, 300]);
        assert_eq!(strings.rows(), 3);
    }
}
