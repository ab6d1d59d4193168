//! Columns: appended to row by row while requests are decoded, written as ClickHouse Native or given out as Arrow after.
//!
//! One type is builder and finished column at once, so nothing is moved between the two. In reading order:
//! - `text`: [`Text`], bytes that were checked to be UTF-8 once; every string is handed over as that.
//! - `fixed`: [`Fixed<T>`] for numbers and times; `T` is a [`Scalar`], which knows the ClickHouse type.
//! - `strings`: [`Strings`], kept as the Native format writes them: varint length, bytes.
//! - `ids`: [`HexIds<N>`], raw ids, hexadecimal only when written; all zeros is the empty string.
//! - `dictionary`: [`Lc`], LowCardinality(String): a dictionary and an id per row; [`Words<W>`], one of a few known words.
//! - `nested`: [`Array<C>`] of any column, [`Map<K, V>`]. Those of attributes are filled through
//!   [`crate::attributes::Attributes`].
//!
//! How to use them:
//! - A table is a struct made by the [`rows!`](crate::rows) macro: field, column type, ClickHouse name. It gives
//!   `mark`, `rollback`, `bytes` and `into_columns`.
//! - Undo: `let mut marks = Marks::default(); column.mark(&mut marks);` remembers lengths, `column.rollback(&mut
//!   marks.undo())` cuts back to them, in the same order of columns. Dictionaries are cut too: what was refused leaves no
//!   trace, so the blocks are the same as if it had never come. Marks are also cheap enough per record.
//! - What many rows share (tenant, resource, scope) is one row of a group column, and [`Runs`] says which of its rows
//!   stands for which rows of the table. Nothing is repeated before the block is written. See [`crate::groups`].
//!
//! Offsets and dictionary ids are 32 bits: a batch refuses to pass [`crate::batch::BATCH_BYTES_MAX`] (1 GiB) between two
//! requests, a request has at most [`crate::batch::REQUEST_BYTES_MAX`] (256 MiB), and no row, element or entry takes less
//! than a byte.

mod dictionary;
mod fixed;
mod ids;
mod nested;
mod strings;
mod text;

use std::io;

use arrow_array::ArrayRef;
use arrow_schema::ArrowError;

pub use dictionary::{Dictionary, Lc, LcCopy, WordList, Words};
pub use fixed::{Bool, DateTime, DateTime64Millis, DateTime64Nanos, Fixed, Scalar};
pub use ids::HexIds;
pub use nested::{Array, Map};
pub use strings::{Strings, Walk, push_varint};
pub use text::{ShortText, Text, TextBuffer};

use crate::sink::Sink;

/// Rows `start..end` of a column, `repeat` times one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub start: u32,
    pub end: u32,
    pub repeat: u32,
}

impl Part {
    pub fn whole(rows: usize) -> Self {
        Self { start: 0, end: narrow(rows), repeat: 1 }
    }

    pub fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Rows it stands for.
    pub fn rows(&self) -> usize {
        self.range().len() * self.repeat as usize
    }
}

/// Rows that `parts` stand for.
pub fn rows_of(parts: &[Part]) -> usize {
    parts.iter().map(Part::rows).sum()
}

/// Remembered lengths of columns, in the order in which the columns were asked.
#[derive(Debug, Default)]
pub struct Marks(Vec<usize>);

impl Marks {
    pub fn push(&mut self, length: usize) {
        self.0.push(length);
    }

    /// Forgets everything, keeps the room.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn undo(&self) -> Undo<'_> {
        Undo(self.0.iter())
    }
}

/// The way back through [`Marks`].
pub struct Undo<'a>(std::slice::Iter<'a, usize>);

impl Undo<'_> {
    /// The next remembered length. More asked than remembered is a mistake in this crate, which 0 would turn into lost
    /// rows: so it panics.
    pub fn length(&mut self) -> usize {
        *self.0.next().expect("a column asks for as many lengths as it remembered")
    }
}

/// A column, open or finished.
pub trait Column: Send + Sync {
    /// e.g. `Map(LowCardinality(String), String)`, as ClickHouse prints it.
    fn type_name(&self) -> String;
    fn rows(&self) -> usize;
    /// Held in memory, without spare capacity.
    fn bytes(&self) -> usize;
    fn mark(&self, marks: &mut Marks);
    fn rollback(&mut self, undo: &mut Undo<'_>);
    /// What the Native format wants before the data: the version of each LowCardinality in the type.
    fn write_prefix(&self, _out: &mut Sink<'_>) -> io::Result<()> {
        Ok(())
    }
    fn write(&self, parts: &[Part], out: &mut Sink<'_>) -> io::Result<()>;
    fn arrow(&self, parts: &[Part]) -> Result<ArrayRef, ArrowError>;
}

/// A column of texts, whatever it does with repeated ones.
pub trait TextColumn: Column + Default {
    /// Where a text lies in the column; good until the column is rolled back before it.
    type Place: Copy + Send + Sync;

    fn push(&mut self, text: Text<'_>);
    fn push_short(&mut self, text: ShortText<'_>);
    /// Where `text` is, which was pushed last.
    fn last_place(&self, text: Text<'_>) -> Self::Place;
    fn text(&self, place: Self::Place) -> Text<'_>;
    /// Where the next row will begin; 0 is the first row of all.
    fn cursor(&self) -> usize;
    fn texts_from(&self, cursor: usize) -> impl Iterator<Item = Text<'_>>;
    /// Places of the rows from a cursor on.
    fn places_from(&self, cursor: usize) -> Vec<Self::Place>;
    /// Puts the texts at `places`, which lie behind the cursor, in the place of all rows behind it.
    fn rearrange_from(&mut self, cursor: usize, places: &[Self::Place]) -> Vec<Self::Place>;
}

/// A row of a group column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    pub row: u32,
    /// Elements (map entries) that each repetition writes anew.
    pub elements: u32,
}

/// Which row of a group column stands for the next rows of a table.
#[derive(Debug, Default)]
pub struct Runs {
    parts: Vec<Part>,
    rows: usize,
    elements: usize,
}

impl Runs {
    /// One more row of the table, for which `group` stands.
    #[inline]
    pub fn add(&mut self, group: Group) {
        self.rows += 1;
        self.elements += group.elements as usize;
        match self.parts.last_mut() {
            Some(part) if part.start == group.row => part.repeat += 1,
            _ => self.parts.push(Part { start: group.row, end: group.row + 1, repeat: 1 }),
        }
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Held in memory, and what the repetitions will write: a few bytes sent can stand for many written, and a batch
    /// must be bounded in both.
    pub fn bytes(&self) -> usize {
        const ELEMENT_BYTES: usize = 4; // the ids of key and value, usually one byte each
        size_of_val(self.parts.as_slice()) + self.elements * ELEMENT_BYTES
    }

    pub fn into_parts(self) -> Vec<Part> {
        self.parts
    }

    pub fn mark(&self, marks: &mut Marks) {
        marks.push(self.rows);
        marks.push(self.elements);
        marks.push(self.parts.len());
        marks.push(self.parts.last().map_or(0, |part| part.repeat as usize));
    }

    pub fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.rows = undo.length();
        self.elements = undo.length();
        self.parts.truncate(undo.length());
        let repeat = narrow(undo.length());
        if let Some(part) = self.parts.last_mut() {
            part.repeat = repeat;
        }
    }
}

/// A length as an offset; see the module's text for why it fits.
#[inline]
pub fn narrow(length: usize) -> u32 {
    u32::try_from(length).expect("a batch is bounded far below 4 GiB")
}

/// A struct of columns: `rows! { pub struct Name { field: ColumnType = "ClickHouseName", … } }`.
#[macro_export]
macro_rules! rows {
    ($(#[$about:meta])* $scope:vis struct $name:ident { $($field:ident : $column:ty = $title:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Default)]
        $scope struct $name { $(pub $field: $column),* }

        #[allow(dead_code)]
        impl $name {
            pub fn mark(&self, marks: &mut $crate::columns::Marks) {
                use $crate::columns::Column as _;
                $(self.$field.mark(marks);)*
            }

            pub fn rollback(&mut self, undo: &mut $crate::columns::Undo<'_>) {
                use $crate::columns::Column as _;
                $(self.$field.rollback(undo);)*
            }

            /// Held in memory by all columns.
            pub fn bytes(&self) -> usize {
                use $crate::columns::Column as _;
                0 $(+ self.$field.bytes())*
            }

            pub fn into_columns(self) -> Vec<(&'static str, std::sync::Arc<dyn $crate::columns::Column>)> {
                vec![$(($title, std::sync::Arc::new(self.$field) as std::sync::Arc<dyn $crate::columns::Column>)),*]
            }
        }
    };
}
