//! The number of a point's series: points that differ in value and time alone have the same.
//!
//! ```text
//! text:    u32 length | bytes
//! pairs:   u32 count  | text key, byte kind, text value …     in the order of the keys' bytes
//! source = XXH3-64 of: text tenant | text scope name | text scope version | pairs of the resource | pairs of the scope
//! series = XXH3-64 of: u64 source  | text metric name | text unit | pairs of the point
//! ```
//!
//! All integers are little-endian. The service's name is one of the resource's pairs. Stored points are found again by this
//! number, so the function is part of the schema: the oracle of the tests computes it in its own way.

use xxhash_rust::xxh3::xxh3_64;

use super::Metric;
use crate::attributes::Attributes;
use crate::columns::{Text, TextColumn, narrow};
use crate::groups::{Groups, Shared};

/// Computes series numbers, of which only the point's part changes from point to point.
#[derive(Default)]
pub struct Series {
    /// Rows of resource and scope, and their hash.
    source: Option<(u32, u32, u64)>,
    /// What is hashed: the metric's part, then that of the point.
    bytes: Vec<u8>,
    metric_bytes: usize,
}

impl Series {
    /// To be called before the points of a metric, while its resource and scope are the last ones of `shared`.
    pub fn enter(&mut self, tenant: &str, groups: Groups, shared: &Shared, metric: &Metric<'_>) {
        let (resource, scope) = (groups.resource.row, groups.scope.row);
        let source = match self.source {
            Some((of_resource, of_scope, source)) if (of_resource, of_scope) == (resource, scope) => source,
            _ => {
                let source = self.source_of(tenant, scope as usize, shared);
                self.source = Some((resource, scope, source));
                source
            }
        };
        self.bytes.clear();
        self.bytes.extend_from_slice(&source.to_le_bytes());
        push_text(&mut self.bytes, metric.name);
        push_text(&mut self.bytes, metric.unit);
        self.metric_bytes = self.bytes.len();
    }

    fn source_of(&mut self, tenant: &str, scope: usize, shared: &Shared) -> u64 {
        self.bytes.clear();
        push_text(&mut self.bytes, tenant.into());
        push_text(&mut self.bytes, shared.scopes.name.get(scope));
        push_text(&mut self.bytes, shared.scopes.version.get(scope));
        push_pairs(&mut self.bytes, &shared.resources.attributes);
        push_pairs(&mut self.bytes, &shared.scopes.attributes);
        xxh3_64(&self.bytes)
    }

    /// Of a point of the metric that was entered, by its attributes, whose list was closed last.
    pub fn id(&mut self, attributes: &Attributes<impl TextColumn>) -> u64 {
        self.bytes.truncate(self.metric_bytes);
        push_pairs(&mut self.bytes, attributes);
        xxh3_64(&self.bytes)
    }
}

fn push_text(bytes: &mut Vec<u8>, text: Text<'_>) {
    bytes.extend_from_slice(&narrow(text.len()).to_le_bytes());
    bytes.extend_from_slice(text.bytes());
}

fn push_pairs(bytes: &mut Vec<u8>, attributes: &Attributes<impl TextColumn>) {
    let kinds = attributes.kinds().bytes();
    let kind = |at: usize| kinds.get(at).copied().unwrap_or(b's');
    let mut pairs: Vec<_> = attributes.last().enumerate().map(|(at, (key, value))| (key, kind(at), value)).collect();
    pairs.sort_unstable_by_key(|(key, _, _)| key.bytes());
    bytes.extend_from_slice(&narrow(pairs.len()).to_le_bytes());
    for (key, kind, value) in pairs {
        push_text(bytes, key);
        bytes.push(kind);
        push_text(bytes, value);
    }
}
