//! Trace and span ids.

use std::io;
use std::sync::Arc;

use arrow_array::{ArrayRef, StringArray};
use arrow_schema::ArrowError;

use super::{Column, Marks, Part, Undo};
use crate::sink::Sink;

/// Ids of `N` bytes, read as lower-case hexadecimal. All zeros means "none" in OTLP and is the empty string here.
pub struct HexIds<const N: usize> {
    ids: Vec<[u8; N]>,
}

impl<const N: usize> Default for HexIds<N> {
    fn default() -> Self {
        Self { ids: Vec::new() }
    }
}

/// `HEX[b]` is the two digits of byte `b`.
static HEX: [[u8; 2]; 256] = {
    let digits = b"0123456789abcdef";
    let mut table = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = [digits[byte >> 4], digits[byte & 15]];
        byte += 1;
    }
    table
};

impl<const N: usize> HexIds<N> {
    /// The id on the wire: `Some` of zeros when empty, `None` when it has neither 0 nor `N` bytes.
    #[inline]
    pub fn parse(bytes: &[u8]) -> Option<[u8; N]> {
        if bytes.is_empty() { Some([0; N]) } else { bytes.try_into().ok() }
    }

    #[inline]
    pub fn push(&mut self, id: [u8; N]) {
        self.ids.push(id);
    }

    pub fn ids(&self) -> &[[u8; N]] {
        &self.ids
    }
}

impl<const N: usize> Column for HexIds<N> {
    fn type_name(&self) -> String {
        "String".to_owned()
    }

    fn rows(&self) -> usize {
        self.ids.len()
    }

    fn bytes(&self) -> usize {
        self.ids.len() * N
    }

    fn mark(&self, marks: &mut Marks) {
        marks.push(self.ids.len());
    }

    fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.ids.truncate(undo.length());
    }

    fn write(&self, parts: &[Part], out: &mut Sink<'_>) -> io::Result<()> {
        for part in parts {
            for _ in 0..part.repeat {
                for chunk in self.ids[part.range()].chunks(1024) {
                    let buffer = out.buffer()?;
                    buffer.reserve(chunk.len() * (2 * N + 1));
                    for id in chunk {
                        if *id == [0; N] {
                            buffer.push(0);
                        } else {
                            buffer.push(2 * N as u8);
                            buffer.extend_from_slice(id.map(|byte| HEX[usize::from(byte)]).as_flattened());
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn arrow(&self, parts: &[Part]) -> Result<ArrayRef, ArrowError> {
        let ids =
            parts.iter().flat_map(|part| std::iter::repeat_n(&self.ids[part.range()], part.repeat as usize).flatten());
        Ok(Arc::new(StringArray::from_iter_values(ids.map(hex))))
    }
}

/// The text of an id; empty for all zeros.
pub fn hex<const N: usize>(id: &[u8; N]) -> String {
    if *id == [0; N] {
        return String::new();
    }
    id.iter().flat_map(|byte| HEX[usize::from(*byte)]).map(char::from).collect()
}
