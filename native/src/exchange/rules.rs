//! [`Redactor`] as what is asked before anything leaves.

use super::redaction::{Found, Redact};
use crate::redact::{self, Redactor};

impl Redact for Redactor {
    fn body(&self, bytes: &[u8], content_type: &str, out: &mut Vec<u8>, found: &mut Found) {
        let content_type = Some(content_type).filter(|said| !said.is_empty());
        whole(self, bytes, out, found, |out| self.body(bytes, content_type, out));
    }

    fn header(&self, name: &str, value: &str, out: &mut Vec<u8>, found: &mut Found) {
        whole(self, value.as_bytes(), out, found, |out| self.header(name.as_bytes(), value.as_bytes(), out));
    }

    fn text(&self, text: &str, out: &mut Vec<u8>, found: &mut Found) {
        whole(self, text.as_bytes(), out, found, |out| self.text(text.as_bytes(), out));
    }

    fn uri(&self, uri: &str, out: &mut Vec<u8>, found: &mut Found) {
        whole(self, uri.as_bytes(), out, found, |out| self.uri(uri.as_bytes(), out));
    }
}

/// Where nothing was found nothing was written.
fn whole(
    rules: &Redactor,
    input: &[u8],
    out: &mut Vec<u8>,
    found: &mut Found,
    redact: impl FnOnce(&mut Vec<u8>) -> redact::Found,
) {
    let counts = redact(out);
    if counts.is_empty() {
        out.extend_from_slice(input);
    }
    for &(rule, count) in counts.counts() {
        found.add(rules.names().nth(usize::from(rule)).unwrap_or_default(), u64::from(count));
    }
}
