//! The Python face of [`crate::ring`].

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::exchange::redaction::Redact;
use crate::exchange::requests::Source;
use crate::exchange_face::{Drained, SendLimits};
use crate::redact_face::Redactor;
use crate::ring::{self, REASONS, RingError, TYPES};

pyo3::create_exception!(native, MalformedRing, PyValueError);
pyo3::create_exception!(native, RingBusy, PyOSError);

fn refused(error: RingError) -> PyErr {
    match error {
        RingError::Malformed(_) | RingError::Version(_) => MalformedRing::new_err(error.to_string()),
        RingError::Busy => RingBusy::new_err(error.to_string()),
        RingError::Io(error) => error.into(),
    }
}

#[pyclass(frozen, module = "native")]
pub struct RingBatch(ring::Batch);

#[pymethods]
impl RingBatch {
    fn records<'py>(&self, py: Python<'py>) -> Vec<(u8, bool, Bound<'py, PyBytes>)> {
        let record = |record: &ring::Record| {
            (record.kind, record.important, PyBytes::new(py, &self.0.bytes[record.payload.clone()]))
        };
        self.0.records.iter().map(record).collect()
    }

    #[getter]
    fn position(&self) -> u64 {
        self.0.position
    }

    #[getter]
    fn stuck(&self) -> u64 {
        self.0.lost.stuck
    }

    #[getter]
    fn torn(&self) -> u64 {
        self.0.lost.torn
    }

    #[getter]
    fn damaged(&self) -> u64 {
        self.0.lost.damaged
    }

    fn __len__(&self) -> usize {
        self.0.records.len()
    }
}

#[pyclass(frozen, module = "native")]
pub struct Ring(Mutex<Option<ring::Ring>>);

impl Ring {
    fn with<T>(&self, act: impl FnOnce(&mut ring::Ring) -> T) -> PyResult<T> {
        let mut ring = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ring.as_mut().map(act).ok_or_else(|| PyValueError::new_err("the ring is closed"))
    }
}

#[pymethods]
impl Ring {
    #[new]
    #[pyo3(signature = (path, *, stuck_after_s = 30.0))]
    fn new(path: PathBuf, stuck_after_s: f64) -> PyResult<Self> {
        let stuck_after = Duration::try_from_secs_f64(stuck_after_s)
            .map_err(|_| PyValueError::new_err(format!("stuck_after_s is {stuck_after_s}: it is a time in seconds")))?;
        let ring = ring::Ring::open(&path, stuck_after).map_err(refused)?;
        Ok(Self(Mutex::new(Some(ring))))
    }

    fn read(&self, py: Python<'_>, bytes_max: usize) -> PyResult<RingBatch> {
        py.detach(|| self.with(|ring| RingBatch(ring.read(bytes_max))))
    }

    fn deliver(&self, py: Python<'_>, position: u64) -> PyResult<()> {
        py.detach(|| self.with(|ring| ring.deliver(position)))
    }

    #[pyo3(signature = (bytes_max, *, redactor, limits, now_unix_ns))]
    fn drain(
        &self,
        py: Python<'_>,
        bytes_max: usize,
        redactor: Option<PyRef<'_, Redactor>>,
        limits: PyRef<'_, SendLimits>,
        now_unix_ns: u64,
    ) -> PyResult<Drained> {
        let limits = limits.0;
        let redactor = redactor.as_deref().map(|redactor| &redactor.0 as &dyn Redact);
        py.detach(|| {
            self.with(|ring| {
                let offer = ring.offer(bytes_max, now_unix_ns);
                Drained::new(&offer, Source::new(&ring.resource()), redactor, limits)
            })
        })
    }

    fn settle(&self, py: Python<'_>) -> PyResult<()> {
        py.detach(|| self.with(ring::Ring::settle))
    }

    fn dropped(&self) -> PyResult<Vec<[u64; REASONS]>> {
        self.with(|ring| ring.dropped().to_vec())
    }

    fn told(&self, counts: [[u64; REASONS]; TYPES]) -> PyResult<()> {
        self.with(|ring| ring.told(&counts))
    }

    #[getter]
    fn pending(&self) -> PyResult<u64> {
        self.with(|ring| ring.pending())
    }

    #[getter]
    fn capacity(&self) -> PyResult<u64> {
        self.with(|ring| ring.capacity())
    }

    #[getter]
    fn created_unix_ns(&self) -> PyResult<u64> {
        self.with(|ring| ring.created_unix_ns())
    }

    #[getter]
    fn pid(&self) -> PyResult<u64> {
        self.with(|ring| ring.pid())
    }

    #[getter]
    fn producer_lives(&self) -> PyResult<bool> {
        self.with(|ring| ring.producer_lives())
    }

    #[getter]
    fn is_spent(&self) -> PyResult<bool> {
        self.with(|ring| ring.is_spent())
    }

    fn close(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

pub fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add_class::<Ring>()?;
    module.add_class::<RingBatch>()?;
    module.add("MalformedRing", py.get_type::<MalformedRing>())?;
    module.add("RingBusy", py.get_type::<RingBusy>())
}
