//! The Python face. Types and contracts for its users are in `camelops_native.pyi`; here they are only kept.

use std::fs::File;
use std::os::fd::{BorrowedFd, RawFd};
use std::sync::{Mutex, PoisonError};

use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyCapsule};

use crate::batch::{self, BATCH_BYTES_MAX, REQUEST_BYTES_MAX, REQUEST_RECORDS_MAX, Signal};
use crate::limits::{self, VALUE_DEPTH_CEILING};
use crate::refusal::Stop;
use crate::{arrow, block, checksum, exchange_face, json, redact_face, ring_face, trace_face};

pyo3::create_exception!(native, MalformedExport, PyValueError);
pyo3::create_exception!(native, ExportTooLarge, PyValueError);
pyo3::create_exception!(native, BatchFull, PyRuntimeError);

#[pyclass(frozen, module = "native")]
pub struct Limits(limits::Limits);

#[pymethods]
impl Limits {
    #[new]
    #[pyo3(signature = (
        *,
        value_depth_max = 32,
        attributes_max = 1024,
        value_bytes_max = 1_048_576,
        future_ns_max = 600_000_000_000,
        events_max = 1024,
        links_max = 1024,
        rollup_series_max = 2000,
        suggestion_values_max = 100,
        suggestion_value_bytes_max = 128,
        message_days_max = 30,
        original_days_max = 7,
    ))]
    #[expect(clippy::too_many_arguments, reason = "one keyword argument per limit")]
    fn new(
        value_depth_max: usize,
        attributes_max: usize,
        value_bytes_max: usize,
        future_ns_max: u64,
        events_max: usize,
        links_max: usize,
        rollup_series_max: usize,
        suggestion_values_max: usize,
        suggestion_value_bytes_max: usize,
        message_days_max: u16,
        original_days_max: u16,
    ) -> PyResult<Self> {
        if value_depth_max > VALUE_DEPTH_CEILING {
            return Err(PyValueError::new_err(format!(
                "value_depth_max is {value_depth_max}, at most {VALUE_DEPTH_CEILING} can be decoded"
            )));
        }
        Ok(Self(limits::Limits {
            value_depth_max,
            attributes_max,
            value_bytes_max,
            future_ns_max,
            events_max,
            links_max,
            rollup_series_max,
            suggestion_values_max,
            suggestion_value_bytes_max,
            message_days_max,
            original_days_max,
        }))
    }

    #[getter]
    fn value_depth_max(&self) -> usize {
        self.0.value_depth_max
    }

    #[getter]
    fn attributes_max(&self) -> usize {
        self.0.attributes_max
    }

    #[getter]
    fn value_bytes_max(&self) -> usize {
        self.0.value_bytes_max
    }

    #[getter]
    fn future_ns_max(&self) -> u64 {
        self.0.future_ns_max
    }

    #[getter]
    fn events_max(&self) -> usize {
        self.0.events_max
    }

    #[getter]
    fn links_max(&self) -> usize {
        self.0.links_max
    }

    #[getter]
    fn rollup_series_max(&self) -> usize {
        self.0.rollup_series_max
    }

    #[getter]
    fn suggestion_values_max(&self) -> usize {
        self.0.suggestion_values_max
    }

    #[getter]
    fn suggestion_value_bytes_max(&self) -> usize {
        self.0.suggestion_value_bytes_max
    }

    #[getter]
    fn message_days_max(&self) -> u16 {
        self.0.message_days_max
    }

    #[getter]
    fn original_days_max(&self) -> u16 {
        self.0.original_days_max
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.0)
    }
}

#[pyclass(frozen, get_all, module = "native")]
pub struct Receipt {
    accepted: u64,
    rejected: u64,
    reasons: Vec<(&'static str, u64)>,
    clamped: u64,
    untimed: bool,
}

#[pyclass(frozen, module = "native")]
pub struct Batch(Mutex<Option<batch::Batch>>);

impl Batch {
    /// Runs `act` on the open batch, without the GIL.
    fn with<T: Send>(&self, py: Python<'_>, act: impl FnOnce(&mut batch::Batch) -> PyResult<T> + Send) -> PyResult<T> {
        py.detach(|| match self.0.lock() {
            Ok(mut open) => act(open.as_mut().ok_or_else(finished)?),
            Err(poisoned) => Err(broken(&poisoned)),
        })
    }
}

fn finished() -> PyErr {
    PyRuntimeError::new_err("the batch was finished: open a new one")
}

fn broken<T>(_: &PoisonError<T>) -> PyErr {
    PyRuntimeError::new_err("the batch broke in an earlier call: decode its segment again")
}

#[pymethods]
impl Batch {
    #[new]
    fn new(signal: &str, partition_group: &str, limits: &Limits) -> PyResult<Self> {
        let batch = batch::Batch::new(signal_of(signal)?, partition_group, limits.0.clone());
        Ok(Self(Mutex::new(Some(batch))))
    }

    #[pyo3(signature = (body, *, tenant, retention_days, received_unix_ns))]
    fn push(
        &self,
        py: Python<'_>,
        body: Body,
        tenant: &str,
        retention_days: u16,
        received_unix_ns: u64,
    ) -> PyResult<Receipt> {
        self.with(py, |batch| {
            let outcome =
                batch.push(body.bytes(), tenant, retention_days, received_unix_ns).map_err(|stop| match stop {
                    Stop::Malformed(malformed) => MalformedExport::new_err(malformed.to_string()),
                    Stop::TooLarge => ExportTooLarge::new_err(format!(
                        "one request has at most {REQUEST_RECORDS_MAX} records and {REQUEST_BYTES_MAX} bytes: \
                         send smaller batches"
                    )),
                    Stop::Full => BatchFull::new_err(format!(
                        "the batch would pass {BATCH_BYTES_MAX} bytes: finish it and push to a new one"
                    )),
                })?;
            Ok(Receipt {
                accepted: outcome.accepted,
                rejected: outcome.refusals.total(),
                reasons: outcome.refusals.iter().map(|(reason, count)| (reason.as_str(), count)).collect(),
                clamped: outcome.clamped,
                untimed: outcome.untimed,
            })
        })
    }

    #[pyo3(signature = (*, tenant, retention_days, time_unix_ns, reason, count, detail = ""))]
    #[expect(clippy::too_many_arguments, reason = "one keyword argument per column")]
    fn gap(
        &self,
        py: Python<'_>,
        tenant: &str,
        retention_days: u16,
        time_unix_ns: u64,
        reason: &str,
        count: u64,
        detail: &str,
    ) -> PyResult<()> {
        self.with(py, |batch| {
            batch.gap(tenant, retention_days, time_unix_ns, reason, count, detail);
            Ok(())
        })
    }

    #[getter]
    fn rows(&self, py: Python<'_>) -> PyResult<usize> {
        self.with(py, |batch| Ok(batch.rows()))
    }

    #[getter]
    fn bytes(&self, py: Python<'_>) -> PyResult<usize> {
        py.detach(|| {
            let open = self.0.lock().map_err(|poisoned| broken(&poisoned))?;
            Ok(open.as_ref().map_or(0, batch::Batch::bytes))
        })
    }

    fn finish(&self, py: Python<'_>) -> PyResult<Vec<Block>> {
        py.detach(|| {
            let open = self.0.lock().map_err(|poisoned| broken(&poisoned))?.take().ok_or_else(finished)?;
            Ok(open.finish().into_iter().map(Block).collect())
        })
    }
}

#[pyclass(frozen, module = "native")]
pub struct Block(block::Block);

#[pymethods]
impl Block {
    #[getter]
    fn table(&self) -> &'static str {
        self.0.table()
    }

    #[getter]
    fn rows(&self) -> usize {
        self.0.rows()
    }

    #[getter]
    fn bytes(&self) -> usize {
        self.0.bytes()
    }

    fn write_to(&self, py: Python<'_>, fd: RawFd) -> PyResult<usize> {
        py.detach(|| Ok(self.0.write_to(&mut duplicate(fd)?)?))
    }

    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = py.detach(|| {
            let mut bytes = Vec::with_capacity(self.0.bytes());
            self.0.write_to(&mut bytes).map(|_| bytes)
        })?;
        Ok(PyBytes::new(py, &bytes))
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface lets the producer ignore what the consumer would like, and there is one schema per table.
        let _ = requested_schema;
        let stream =
            py.detach(|| arrow::stream(&self.0)).map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    fn __repr__(&self) -> String {
        format!("Block(table={:?}, rows={})", self.0.table(), self.0.rows())
    }
}

/// A file of our own for the caller's descriptor, so that closing it closes nothing of the caller's.
#[expect(unsafe_code, reason = "a number from Python becomes a file descriptor")]
fn duplicate(fd: RawFd) -> PyResult<File> {
    if fd < 0 {
        return Err(PyOSError::new_err(format!("{fd} is no file descriptor")));
    }
    // SAFETY: the descriptor is borrowed for this one system call, which answers EBADF if it is not open. If another
    // thread replaces it meanwhile the write goes elsewhere, as with any use of a descriptor in Python.
    let borrowed = unsafe { BorrowedFd::borrow_raw(fd) };
    Ok(File::from(borrowed.try_clone_to_owned()?))
}

/// Bytes from Python. Those of a `bytes` are used where they lie; any other buffer may change under us while the GIL is
/// released, so it is copied.
enum Body {
    Bytes(PyBackedBytes),
    Copy(Vec<u8>),
}

impl Body {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Copy(bytes) => bytes,
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Body {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = object.cast::<PyBytes>() {
            return Ok(Self::Bytes(PyBackedBytes::from(bytes.to_owned())));
        }
        let buffer = PyBuffer::<u8>::get(&object)?;
        Ok(Self::Copy(buffer.to_vec(object.py())?))
    }
}

fn signal_of(name: &str) -> PyResult<Signal> {
    Signal::parse(name)
        .ok_or_else(|| PyValueError::new_err(format!("signal {name:?} is none of traces, logs, metrics")))
}

#[pyfunction]
fn columns(table: &str) -> PyResult<Vec<(&'static str, String)>> {
    batch::columns(table).ok_or_else(|| PyValueError::new_err(format!("no signal is stored in a table {table:?}")))
}

#[pyfunction]
fn tables(signal: &str) -> PyResult<Vec<&'static str>> {
    signal_of(signal).map(batch::tables)
}

#[pyfunction]
#[pyo3(signature = (signal, body, *, depth_max = json::DEPTH_MAX))]
fn transcode_json<'py>(py: Python<'py>, signal: &str, body: Body, depth_max: usize) -> PyResult<Bound<'py, PyBytes>> {
    let request = match signal_of(signal)? {
        Signal::Traces => &json::EXPORT_TRACES,
        Signal::Logs => &json::EXPORT_LOGS,
        Signal::Metrics => &json::EXPORT_METRICS,
    };
    let protobuf = py
        .detach(|| json::transcode(request, body.bytes(), depth_max))
        .map_err(|error| MalformedExport::new_err(error.to_string()))?;
    Ok(PyBytes::new(py, &protobuf))
}

/// Less than this is hashed sooner than the GIL is let go of and taken again.
const GIL_KEPT_BYTES: usize = 16 * 1024;

fn hashing<T: Send>(py: Python<'_>, data: &[u8], hash: impl FnOnce(&[u8]) -> T + Send) -> T {
    if data.len() < GIL_KEPT_BYTES { hash(data) } else { py.detach(|| hash(data)) }
}

#[pyfunction]
#[pyo3(signature = (data, value = 0))]
fn crc32c(py: Python<'_>, data: Body, value: u32) -> u32 {
    hashing(py, data.bytes(), |data| checksum::crc32c(data, value))
}

#[pyfunction]
fn checksums<'py>(py: Python<'py>, key: &str, body: Body) -> (Bound<'py, PyBytes>, u32) {
    let (fingerprint, crc) =
        hashing(py, body.bytes(), |body| (checksum::fingerprint(key, body), checksum::crc32c(body, 0)));
    (PyBytes::new(py, &fingerprint), crc)
}

#[pymodule]
fn camelops_native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Limits>()?;
    module.add_class::<Batch>()?;
    module.add_class::<Receipt>()?;
    module.add_class::<Block>()?;
    module.add("MalformedExport", py.get_type::<MalformedExport>())?;
    module.add("ExportTooLarge", py.get_type::<ExportTooLarge>())?;
    module.add("BatchFull", py.get_type::<BatchFull>())?;
    module.add_function(wrap_pyfunction!(columns, module)?)?;
    module.add_function(wrap_pyfunction!(tables, module)?)?;
    module.add_function(wrap_pyfunction!(transcode_json, module)?)?;
    module.add_function(wrap_pyfunction!(self::crc32c, module)?)?;
    module.add_function(wrap_pyfunction!(checksums, module)?)?;
    trace_face::add(module)?;
    ring_face::add(module)?;
    exchange_face::add(module)?;
    redact_face::add(module)
}
