//! Columns of lists.

use std::io;
use std::sync::Arc;

use arrow_array::{Array as _, ArrayRef, ListArray, MapArray, StructArray};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields};

use super::strings::arrow_offset;
use super::{Column, Marks, Part, Undo, narrow, rows_of};
use crate::sink::Sink;

/// Where each row's elements end; they begin where the row before ends.
#[derive(Default)]
pub struct Ends(Vec<u32>);

impl Ends {
    #[inline]
    pub fn push(&mut self, end: usize) {
        self.0.push(narrow(end));
    }

    #[inline]
    pub fn last(&self) -> usize {
        self.0.last().map_or(0, |end| *end as usize)
    }

    pub fn range(&self, row: usize) -> std::ops::Range<usize> {
        self.start(row)..self.0[row] as usize
    }

    fn start(&self, row: usize) -> usize {
        if row == 0 { 0 } else { self.0[row - 1] as usize }
    }

    /// The elements of these rows.
    fn elements(&self, parts: &[Part]) -> Vec<Part> {
        let edge = |row: u32| narrow(self.start(row as usize));
        parts.iter().map(|part| Part { start: edge(part.start), end: edge(part.end), repeat: part.repeat }).collect()
    }

    fn write(&self, parts: &[Part], out: &mut Sink<'_>) -> io::Result<()> {
        let mut base = 0_u64;
        for part in parts {
            let first = self.start(part.start as usize) as u64;
            let elements = self.start(part.end as usize) as u64 - first;
            for _ in 0..part.repeat {
                for chunk in self.0[part.range()].chunks(2048) {
                    let buffer = out.buffer()?;
                    buffer.reserve(chunk.len() * 8);
                    for &end in chunk {
                        buffer.extend_from_slice(&(base + u64::from(end) - first).to_le_bytes());
                    }
                }
                base += elements;
            }
        }
        Ok(())
    }

    fn arrow(&self, parts: &[Part]) -> Result<OffsetBuffer<i32>, ArrowError> {
        let mut offsets = Vec::with_capacity(rows_of(parts) + 1);
        let mut base = 0;
        offsets.push(0);
        for part in parts {
            let first = self.start(part.start as usize);
            for _ in 0..part.repeat {
                for &end in &self.0[part.range()] {
                    offsets.push(arrow_offset(base + end as usize - first)?);
                }
                base += self.start(part.end as usize) - first;
            }
        }
        Ok(OffsetBuffer::new(ScalarBuffer::from(offsets)))
    }
}

/// A column Array(C): push elements to `items`, then [`Array::close`] the row.
#[derive(Default)]
pub struct Array<C: Column> {
    pub items: C,
    ends: Ends,
}

impl<C: Column> Array<C> {
    /// Ends the row: it has the elements pushed since the row before.
    #[inline]
    pub fn close(&mut self) {
        self.ends.push(self.items.rows());
    }

    /// Elements of the row that is not closed yet.
    pub fn open_items(&self) -> usize {
        self.items.rows() - self.ends.last()
    }

    pub fn range(&self, row: usize) -> std::ops::Range<usize> {
        self.ends.range(row)
    }
}

impl<C: Column> Column for Array<C> {
    fn type_name(&self) -> String {
        format!("Array({})", self.items.type_name())
    }

    fn rows(&self) -> usize {
        self.ends.0.len()
    }

    fn bytes(&self) -> usize {
        self.items.bytes() + size_of_val(self.ends.0.as_slice())
    }

    fn mark(&self, marks: &mut Marks) {
        marks.push(self.ends.0.len());
        self.items.mark(marks);
    }

    fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.ends.0.truncate(undo.length());
        self.items.rollback(undo);
    }

    fn write_prefix(&self, out: &mut Sink<'_>) -> io::Result<()> {
        self.items.write_prefix(out)
    }

    fn write(&self, parts: &[Part], out: &mut Sink<'_>) -> io::Result<()> {
        self.ends.write(parts, out)?;
        self.items.write(&self.ends.elements(parts), out)
    }

    fn arrow(&self, parts: &[Part]) -> Result<ArrayRef, ArrowError> {
        let items = self.items.arrow(&self.ends.elements(parts))?;
        let field = Arc::new(Field::new("item", items.data_type().clone(), false));
        Ok(Arc::new(ListArray::try_new(field, self.ends.arrow(parts)?, items, None)?))
    }
}

/// A column Map(K, V): push as many keys as values, then [`Map::close`] the row. Those of attributes are filled by
/// [`crate::attributes::Attributes`].
#[derive(Default)]
pub struct Map<K: Column, V: Column> {
    pub keys: K,
    pub values: V,
    ends: Ends,
}

impl<K: Column, V: Column> Map<K, V> {
    #[inline]
    pub fn close(&mut self) {
        self.ends.push(self.keys.rows());
    }

    /// First entry of the row that is not closed yet.
    #[inline]
    pub fn open_start(&self) -> usize {
        self.ends.last()
    }

    pub fn range(&self, row: usize) -> std::ops::Range<usize> {
        self.ends.range(row)
    }
}

impl<K: Column, V: Column> Column for Map<K, V> {
    fn type_name(&self) -> String {
        format!("Map({}, {})", self.keys.type_name(), self.values.type_name())
    }

    fn rows(&self) -> usize {
        self.ends.0.len()
    }

    fn bytes(&self) -> usize {
        self.keys.bytes() + self.values.bytes() + size_of_val(self.ends.0.as_slice())
    }

    fn mark(&self, marks: &mut Marks) {
        marks.push(self.ends.0.len());
        self.keys.mark(marks);
        self.values.mark(marks);
    }

    fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.ends.0.truncate(undo.length());
        self.keys.rollback(undo);
        self.values.rollback(undo);
    }

    fn write_prefix(&self, out: &mut Sink<'_>) -> io::Result<()> {
        self.keys.write_prefix(out)?;
        self.values.write_prefix(out)
    }

    fn write(&self, parts: &[Part], out: &mut Sink<'_>) -> io::Result<()> {
        self.ends.write(parts, out)?;
        let elements = self.ends.elements(parts);
        self.keys.write(&elements, out)?;
        self.values.write(&elements, out)
    }

    fn arrow(&self, parts: &[Part]) -> Result<ArrayRef, ArrowError> {
        let elements = self.ends.elements(parts);
        let (keys, values) = (self.keys.arrow(&elements)?, self.values.arrow(&elements)?);
        let fields = Fields::from(vec![
            Field::new("key", keys.data_type().clone(), false),
            Field::new("value", values.data_type().clone(), false),
        ]);
        let entries = StructArray::try_new(fields.clone(), vec![keys, values], None)?;
        let field = Arc::new(Field::new("entries", DataType::Struct(fields), false));
        Ok(Arc::new(MapArray::try_new(field, self.ends.arrow(parts)?, entries, None, false)?))
    }
}
