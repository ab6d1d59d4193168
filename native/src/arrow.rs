//! A block as Arrow: the same columns through the C stream interface, for polars, pyarrow and tests.
//!
//! Types: LowCardinality is dictionary(uint32, utf8), Map is map, Array is list, DateTime64 and DateTime are timestamps
//! without a zone (they are UTC), Bool is bool. Nothing is nullable. Everything is built by checked constructors.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array as _, RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, Field, Schema};

use crate::block::Block;

/// A stream of one record batch.
pub fn stream(block: &Block) -> Result<FFI_ArrowArrayStream, ArrowError> {
    let batch = record_batch(block)?;
    let schema = batch.schema();
    Ok(FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new([Ok(batch)], schema))))
}

pub fn record_batch(block: &Block) -> Result<RecordBatch, ArrowError> {
    let mut fields = Vec::new();
    let mut arrays = Vec::new();
    for column in block.columns() {
        let array = column.column.arrow(&column.parts)?;
        fields.push(Field::new(column.name, array.data_type().clone(), false));
        arrays.push(array);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
}
