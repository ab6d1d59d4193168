//! A finished block: the rows of one insert into one table.
//!
//! ClickHouse Native format, revision 0 (as `FORMAT Native` reads it):
//!
//! ```text
//! block:  varint columns | varint rows | column …
//! column: string name | string type | prefix | data
//! string: varint length | bytes
//! prefix: u64 1 for each LowCardinality in the type, in the order of the type
//! data:   number, time      little-endian, one after the other
//!         String            string …
//!         Array(T)          u64 end of each row's elements … | data of T
//!         Map(K, V)         u64 end of each row's entries … | data of K | data of V
//!         LowCardinality    u64 0x600 + width of an id (0: 1, 1: 2, 2: 4 bytes) | u64 keys | string … | u64 rows | id …
//!                           nothing at all when there are no rows
//! ```

use std::io::{self, Write};
use std::sync::Arc;

use crate::columns::{Column, Part, push_varint, rows_of};
use crate::sink::Sink;
use crate::tables::Table;

/// Columns that have the same parts: a table's own (one part, all rows), or those of a group.
pub type Columns = Vec<(&'static str, Arc<dyn Column>)>;

pub struct Block {
    table: &'static Table,
    rows: usize,
    columns: Vec<BlockColumn>,
}

pub struct BlockColumn {
    pub name: &'static str,
    pub column: Arc<dyn Column>,
    pub parts: Arc<[Part]>,
}

impl Block {
    /// Puts the columns of `sources` in the table's order. Columns that the table does not have are left out; that each
    /// one it has is there with the right number of rows is a matter of this crate alone, so a lack panics.
    pub fn assemble(table: &'static Table, rows: usize, sources: Vec<(Columns, Vec<Part>)>) -> Self {
        let mut pool: Vec<BlockColumn> = Vec::new();
        for (columns, parts) in sources {
            let parts: Arc<[Part]> = parts.into();
            assert_eq!(rows_of(&parts), rows, "rows of {}", table.name);
            pool.extend(columns.into_iter().map(|(name, column)| BlockColumn { name, column, parts: parts.clone() }));
        }
        let mut take = |name: &&'static str| {
            let at = pool.iter().position(|column| column.name == *name);
            pool.swap_remove(at.unwrap_or_else(|| panic!("{} has no column {name}", table.name)))
        };
        Self { table, rows, columns: table.columns.iter().map(&mut take).collect() }
    }

    pub fn table(&self) -> &'static str {
        self.table.name
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn columns(&self) -> &[BlockColumn] {
        &self.columns
    }

    /// Held in memory. Columns shared with another block count in both.
    pub fn bytes(&self) -> usize {
        self.columns.iter().map(|column| column.column.bytes()).sum()
    }

    /// Writes the block and returns its length in bytes.
    pub fn write_to(&self, target: &mut dyn Write) -> io::Result<usize> {
        let mut out = Sink::new(target);
        let header = out.buffer()?;
        push_varint(header, self.columns.len() as u64);
        push_varint(header, self.rows as u64);
        for BlockColumn { name, column, parts } in &self.columns {
            let type_name = column.type_name();
            let header = out.buffer()?;
            for text in [*name, &type_name] {
                push_varint(header, text.len() as u64);
                header.extend_from_slice(text.as_bytes());
            }
            column.write_prefix(&mut out)?;
            column.write(parts, &mut out)?;
        }
        out.finish()
    }
}
