//! The Python face of [`crate::exchange`].

use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::batch::Signal;
use crate::exchange::gaps::{self, Gap};
use crate::exchange::requests::{Ready, Source};
use crate::exchange::{self, Told};
use crate::ring::Offer;
use crate::wire::{self, Malformed, Reader};

/// What a batch of a ring became.
#[pyclass(frozen, module = "native")]
pub struct Drained {
    requests: Mutex<Vec<Ready>>,
    source: Source,
    offer: Facts,
    told: Told,
}

struct Facts {
    position: u64,
    unix_ns: u64,
    dropped: u64,
    lost: u64,
}

/// Signal, body, number of records.
type Request<'py> = (&'static str, Bound<'py, PyBytes>, u64);
/// Signal, reason, number of records, detail.
type GapArguments = (String, String, u64, String);

impl Drained {
    pub fn new(
        offer: &Offer,
        source: Source,
        rules: Option<&dyn exchange::redaction::Redact>,
        limits: exchange::Limits,
    ) -> Self {
        let mut told = exchange::tell(&offer.batch, &source, rules, limits, offer.unix_ns);
        let mut requests = std::mem::take(&mut told.requests);
        // In a request of their own: what was read may be cut otherwise when it is offered again, these are not.
        let dropped = gaps::dropped(&offer.dropped);
        requests.extend(exchange::tell_gaps(&dropped, &source, offer.unix_ns));
        let lost = offer.batch.lost;
        let offer = Facts {
            position: offer.batch.position,
            unix_ns: offer.unix_ns,
            dropped: dropped.iter().map(|gap| gap.count).sum(),
            lost: lost.stuck + lost.torn + lost.damaged,
        };
        Self { requests: Mutex::new(requests), source, offer, told }
    }

    fn list<'py>(py: Python<'py>, requests: Vec<Ready>) -> Vec<Request<'py>> {
        let request = |ready: Ready| (ready.signal.as_str(), PyBytes::new(py, &ready.body), ready.records);
        requests.into_iter().map(request).collect()
    }
}

#[pymethods]
impl Drained {
    fn requests<'py>(&self, py: Python<'py>) -> Vec<Request<'py>> {
        let requests = std::mem::take(&mut *self.requests.lock().unwrap_or_else(PoisonError::into_inner));
        Self::list(py, requests)
    }

    fn gaps<'py>(&self, py: Python<'py>, gaps: Vec<GapArguments>) -> PyResult<Vec<Request<'py>>> {
        let gap = |(signal, reason, count, detail): GapArguments| {
            let signal =
                Signal::parse(&signal).ok_or_else(|| PyValueError::new_err(format!("no signal {signal:?}")))?;
            Ok(Gap { signal, reason, count, detail })
        };
        let gaps = gaps.into_iter().map(gap).collect::<PyResult<Vec<_>>>()?;
        Ok(Self::list(py, exchange::tell_gaps(&gaps, &self.source, self.offer.unix_ns)))
    }

    #[getter]
    fn position(&self) -> u64 {
        self.offer.position
    }

    #[getter]
    fn metrics(&self) -> u64 {
        self.told.records[0]
    }

    #[getter]
    fn exchanges(&self) -> u64 {
        self.told.records[1]
    }

    #[getter]
    fn models(&self) -> u64 {
        self.told.records[2]
    }

    #[getter]
    fn steps(&self) -> u64 {
        self.told.steps
    }

    #[getter]
    fn messages(&self) -> u64 {
        self.told.messages
    }

    #[getter]
    fn malformed(&self) -> u64 {
        self.told.malformed
    }

    #[getter]
    fn dropped(&self) -> u64 {
        self.offer.dropped
    }

    #[getter]
    fn lost(&self) -> u64 {
        self.offer.lost
    }

    #[getter]
    fn redacted(&self) -> Vec<(String, u64)> {
        self.told.redacted.0.clone()
    }
}

/// Bounds of what is sent.
#[pyclass(frozen, module = "native")]
pub struct SendLimits(pub exchange::Limits);

#[pymethods]
impl SendLimits {
    #[new]
    #[pyo3(signature = (
        *,
        request_bytes_max = 4 << 20,
        body_bytes_max = 64 << 10,
        value_bytes_max = 8 << 10,
        stack_bytes_max = 32 << 10,
        headers_max = 128,
    ))]
    fn new(
        request_bytes_max: usize,
        body_bytes_max: usize,
        value_bytes_max: usize,
        stack_bytes_max: usize,
        headers_max: usize,
    ) -> Self {
        Self(exchange::Limits { request_bytes_max, body_bytes_max, value_bytes_max, stack_bytes_max, headers_max })
    }
}

const PARTIAL_SUCCESS: u32 = wire::len(1);
const REJECTED: u32 = wire::varint(1);
const MESSAGE: u32 = wire::len(2);

/// Of an answer to an export, whatever the signal: how many records it rejects, and what it says.
#[pyfunction]
fn partial_success(answer: &[u8]) -> PyResult<(u64, String)> {
    read_answer(answer).map_err(|malformed| PyValueError::new_err(malformed.to_string()))
}

fn read_answer(answer: &[u8]) -> Result<(u64, String), Malformed> {
    let mut found = (0, String::new());
    let mut reader = Reader::new(answer);
    while let Some(tag) = reader.tag()? {
        if tag != PARTIAL_SUCCESS {
            reader.skip(tag)?;
            continue;
        }
        let mut partial = reader.message()?;
        while let Some(tag) = partial.tag()? {
            match tag {
                REJECTED => found.0 = partial.varint()?,
                MESSAGE => found.1 = String::from_utf8_lossy(partial.bytes()?).into_owned(),
                other => partial.skip(other)?,
            }
        }
    }
    Ok(found)
}

pub fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Drained>()?;
    module.add_class::<SendLimits>()?;
    module.add_function(wrap_pyfunction!(partial_success, module)?)
}
