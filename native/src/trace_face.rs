//! The Python face of [`crate::trace_tree`]: columns come and go as Arrow streams.

use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::types::{ArrowPrimitiveType, Int32Type, Int64Type, UInt8Type, UInt32Type, UInt64Type};
use arrow_array::{
    Array as _, ArrayRef, Int32Array, Int64Array, RecordBatch, RecordBatchIterator, StringArray, UInt8Array,
    UInt32Array,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, Field, Schema};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::trace_tree::{NONE, SPANS_MAX, Spans, Tree, align, tree};

#[pyclass(frozen, module = "native")]
pub struct Columns(RecordBatch);

#[pymethods]
impl Columns {
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface lets the producer ignore what the consumer would like.
        let _ = requested_schema;
        let batch = RecordBatchIterator::new([Ok(self.0.clone())], self.0.schema());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batch)), c"arrow_array_stream")
    }

    fn __repr__(&self) -> String {
        let names: Vec<_> = self.0.schema().fields().iter().map(|field| field.name().clone()).collect();
        format!("Columns(rows={}, names={names:?})", self.0.num_rows())
    }
}

#[pyclass(frozen, get_all, module = "native")]
pub struct TraceTree {
    rows: Py<Columns>,
    critical: Py<Columns>,
    start_unix_ns: i64,
    end_unix_ns: i64,
    repeated: u32,
    orphans: u32,
    cycles: u32,
    shared_ids: u32,
}

#[pyfunction]
fn trace_tree(py: Python<'_>, spans: &Bound<'_, PyAny>) -> PyResult<TraceTree> {
    let stream = stream(spans)?;
    let (tree, rows, critical) = py
        .detach(|| -> Result<_, ArrowError> {
            let tree = tree(&read(stream)?);
            let (rows, critical) = (rows(&tree)?, critical(&tree)?);
            Ok(((tree.start, tree.end, tree.counts), rows, critical))
        })
        .map_err(refused)?;
    let (start_unix_ns, end_unix_ns, counts) = tree;
    Ok(TraceTree {
        rows: Py::new(py, Columns(rows))?,
        critical: Py::new(py, Columns(critical))?,
        start_unix_ns,
        end_unix_ns,
        repeated: counts.repeated,
        orphans: counts.orphans,
        cycles: counts.cycles,
        shared_ids: counts.shared_ids,
    })
}

#[pyfunction]
fn align_trees(py: Python<'_>, rows: &Bound<'_, PyAny>) -> PyResult<(Columns, Columns)> {
    let stream = stream(rows)?;
    py.detach(|| {
        let [mut parent, mut key] = [Vec::new(), Vec::new()];
        for batch in RecordBatchStreamReader::try_new(stream)? {
            let batch = batch?;
            parent.extend(column::<Int32Type>(&batch, "parent")?.iter().map(|&parent| parent as u32));
            key.extend_from_slice(column::<UInt32Type>(&batch, "key")?);
        }
        check_length(parent.len())?;
        let found = align::align(&parent, &key)
            .ok_or_else(|| ArrowError::InvalidArgumentError("a parent does not stand before its child".into()))?;
        let paths = batch(vec![("parent", signed(&found.paths.parent)), ("depth", unsigned(found.paths.depth))])?;
        Ok((Columns(paths), Columns(batch(vec![("path", unsigned(found.of_row))])?)))
    })
    .map_err(refused)
}

fn refused(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// The stream that the object gives of itself.
#[expect(unsafe_code, reason = "the Arrow C stream interface hands over a pointer")]
fn stream(object: &Bound<'_, PyAny>) -> PyResult<FFI_ArrowArrayStream> {
    let capsule = object.call_method0("__arrow_c_stream__")?.cast_into::<PyCapsule>()?;
    let pointer = capsule.pointer_checked(Some(c"arrow_array_stream"))?;
    // SAFETY: a capsule of this name holds a valid ArrowArrayStream, so the interface says. It is moved out, and what is
    // left for the capsule's destructor is marked as released.
    Ok(unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr().cast()) })
}

fn read(stream: FFI_ArrowArrayStream) -> Result<Spans, ArrowError> {
    let mut spans = Spans::default();
    for batch in RecordBatchStreamReader::try_new(stream)? {
        let batch = batch?;
        spans.id.extend_from_slice(column::<UInt64Type>(&batch, "id")?);
        spans.parent_id.extend_from_slice(column::<UInt64Type>(&batch, "parent_id")?);
        spans.start.extend_from_slice(column::<Int64Type>(&batch, "start")?);
        let durations = column::<UInt64Type>(&batch, "duration")?;
        spans.duration.extend(durations.iter().map(|&duration| i64::try_from(duration).unwrap_or(i64::MAX)));
        spans.kind.extend_from_slice(column::<UInt8Type>(&batch, "kind")?);
        spans.service.extend_from_slice(column::<UInt32Type>(&batch, "service")?);
        check_length(spans.id.len())?;
    }
    Ok(spans)
}

fn check_length(rows: usize) -> Result<(), ArrowError> {
    if rows <= SPANS_MAX {
        return Ok(());
    }
    Err(ArrowError::InvalidArgumentError(format!("a tree has at most {SPANS_MAX} rows: ask for a part of the trace")))
}

fn column<'a, T: ArrowPrimitiveType>(batch: &'a RecordBatch, name: &str) -> Result<&'a [T::Native], ArrowError> {
    let column = batch
        .column_by_name(name)
        .ok_or_else(|| ArrowError::InvalidArgumentError(format!("there is no column {name}")))?;
    match column.as_primitive_opt::<T>() {
        Some(values) if values.null_count() == 0 => Ok(values.values()),
        _ => Err(ArrowError::InvalidArgumentError(format!(
            "column {name} is {} with {} nulls, not {} without",
            column.data_type(),
            column.null_count(),
            T::DATA_TYPE,
        ))),
    }
}

fn rows(tree: &Tree) -> Result<RecordBatch, ArrowError> {
    let rows = &tree.rows;
    let spans: NullBuffer = rows.span.iter().map(|&span| span != NONE).collect();
    let starts = rows.start.iter().map(|start| start.saturating_sub(tree.start));
    batch(vec![
        ("span", Arc::new(UInt32Array::try_new(rows.span.clone().into(), Some(spans))?)),
        ("span_id", hexadecimal(&rows.id)?),
        ("parent", signed(&rows.parent)),
        ("depth", unsigned(rows.depth.clone())),
        ("start_ns", Arc::new(Int64Array::from_iter_values(starts))),
        ("shift_ns", Arc::new(Int64Array::from(rows.shift.clone()))),
        ("duration_ns", Arc::new(Int64Array::from(rows.duration.clone()))),
        ("self_ns", Arc::new(Int64Array::from(rows.self_time.clone()))),
        ("flags", Arc::new(UInt8Array::from(rows.flags.clone()))),
        ("subtree", unsigned(rows.subtree.clone())),
    ])
}

fn critical(tree: &Tree) -> Result<RecordBatch, ArrowError> {
    let since_start = |time: i64| time.saturating_sub(tree.start);
    let path = &tree.critical;
    batch(vec![
        ("row", unsigned(path.iter().map(|segment| segment.row).collect())),
        ("start_ns", Arc::new(Int64Array::from_iter_values(path.iter().map(|segment| since_start(segment.start))))),
        ("end_ns", Arc::new(Int64Array::from_iter_values(path.iter().map(|segment| since_start(segment.end))))),
    ])
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch, ArrowError> {
    let fields: Vec<_> =
        columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), array.is_nullable())).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.into_iter().map(|(_, array)| array).collect())
}

fn unsigned(values: Vec<u32>) -> ArrayRef {
    Arc::new(UInt32Array::from(values))
}

/// Rows, with -1 for none: what `NONE` is with a sign.
fn signed(rows: &[u32]) -> ArrayRef {
    Arc::new(Int32Array::from_iter_values(rows.iter().map(|&row| row as i32)))
}

/// 16 digits each.
fn hexadecimal(ids: &[u64]) -> Result<ArrayRef, ArrowError> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits: Vec<u8> = ids
        .iter()
        .flat_map(|id| id.to_be_bytes())
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .collect();
    let offsets = OffsetBuffer::from_lengths(std::iter::repeat_n(16, ids.len()));
    Ok(Arc::new(StringArray::try_new(offsets, digits.into(), None)?))
}

pub fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Columns>()?;
    module.add_class::<TraceTree>()?;
    module.add_function(wrap_pyfunction!(trace_tree, module)?)?;
    module.add_function(wrap_pyfunction!(align_trees, module)?)
}
