//! The Python face of [`crate::redact`].

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;

use crate::redact::{self, DETECTORS, Found};

/// Less than this is redacted sooner than the GIL is let go of and taken again.
const GIL_KEPT_BYTES: usize = 4 * 1024;

/// A rule set.
#[pyclass(frozen, module = "native")]
pub struct Redactor(pub redact::Redactor);

/// What came out of one call.
#[pyclass(frozen, module = "native")]
pub struct Redacted {
    bytes: Py<PyBytes>,
    counts: Vec<(String, u32)>,
    offsets: Vec<(String, usize)>,
}

#[pymethods]
impl Redacted {
    #[getter]
    fn bytes(&self, py: Python<'_>) -> Py<PyBytes> {
        self.bytes.clone_ref(py)
    }

    #[getter]
    fn counts(&self) -> Vec<(String, u32)> {
        self.counts.clone()
    }

    #[getter]
    fn offsets(&self) -> Vec<(String, usize)> {
        self.offsets.clone()
    }
}

impl Redactor {
    fn run<'py>(
        &self,
        py: Python<'py>,
        input: &PyBackedBytes,
        act: impl FnOnce(&redact::Redactor, &[u8], &mut Vec<u8>) -> Found + Send,
    ) -> Redacted {
        let bytes: &[u8] = input;
        let mut out = Vec::new();
        let found = if bytes.len() < GIL_KEPT_BYTES {
            act(&self.0, bytes, &mut out)
        } else {
            py.detach(|| act(&self.0, bytes, &mut out))
        };
        let names: Vec<&str> = self.0.names().collect();
        let name = |rule: u16| names[usize::from(rule)].to_owned();
        Redacted {
            bytes: PyBytes::new(py, if found.is_empty() { bytes } else { &out }).unbind(),
            counts: found.counts().iter().map(|&(rule, count)| (name(rule), count)).collect(),
            offsets: found.offsets().iter().map(|&(rule, at)| (name(rule), at)).collect(),
        }
    }
}

#[pymethods]
impl Redactor {
    #[new]
    fn new(toml: &str) -> PyResult<Self> {
        redact::Redactor::new(toml).map(Self).map_err(|error| PyValueError::new_err(error.to_string()))
    }

    #[pyo3(signature = (body, content_type = None))]
    fn body(&self, py: Python<'_>, body: PyBackedBytes, content_type: Option<String>) -> Redacted {
        self.run(py, &body, |redactor, bytes, out| redactor.body(bytes, content_type.as_deref(), out))
    }

    fn header(&self, py: Python<'_>, name: &str, value: PyBackedBytes) -> Redacted {
        self.run(py, &value, |redactor, bytes, out| redactor.header(name.as_bytes(), bytes, out))
    }

    fn text(&self, py: Python<'_>, text: PyBackedBytes) -> Redacted {
        self.run(py, &text, redact::Redactor::text)
    }

    fn uri(&self, py: Python<'_>, uri: PyBackedBytes) -> Redacted {
        self.run(py, &uri, redact::Redactor::uri)
    }

    /// Name, whether it is on, what is checked (empty for a rule).
    fn rules(&self) -> Vec<(String, bool, &'static str)> {
        let all = self.0.names().enumerate();
        let rule = |(at, name): (usize, &str)| match DETECTORS.get(at) {
            Some(detector) => (name.to_owned(), self.0.is_on_at(at), detector.1),
            None => (name.to_owned(), true, ""),
        };
        all.map(rule).collect()
    }
}

pub fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Redactor>()?;
    module.add_class::<Redacted>()?;
    module.add("REDACTION_DEFAULTS", redact::DEFAULTS)
}
