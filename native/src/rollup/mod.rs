//! What is derived from a finished batch: pure functions of its columns, cheaper here than in materialized views.
//!
//! - `heads`: tenant, group and retention of the rows, and which (tenant, hour) each row belongs to.
//! - `trace_index`: one row per trace: when it began and ended, how many spans, its root.
//! - `red`: calls, errors and durations per minute, per hour, and series.
//! - `suggestions`: which attribute keys and values there are, per hour. All three signals use it.
//! - `gaps`: what was refused, and what a sender says that it lost (`told`). The batch keeps it, from each request's
//!   outcome.

mod gaps;
mod heads;
mod red;
pub mod suggestions;
pub mod told;
mod trace_index;

pub use gaps::Gaps;
pub use heads::{Contexts, Heads};
pub use told::ToldGap;

use crate::batch::Signal;
use crate::block::Block;
use crate::columns::Runs;
use crate::groups::Shared;
use crate::limits::Limits;
use crate::traces::SpanRows;
use suggestions::{Source, Suggestions};

/// Rollups of a batch of spans, one block per table.
pub fn of_traces(spans: &SpanRows, shared: &Shared, resources: &Runs, scopes: &Runs, limits: &Limits) -> Vec<Block> {
    let mut heads = Heads::default();
    let head_of = heads.of_resources(&shared.resources);
    let mut blocks = vec![trace_index::block(spans, &shared.resources, resources, &head_of, &heads)];
    blocks.extend(red::blocks(spans, &shared.resources, resources, &head_of, &heads, limits));
    let mut contexts = Contexts::default();
    let rows = contexts.of_rows(&head_of, resources, spans.timestamp.values());
    let mut suggestions = Suggestions::new(Signal::Traces, limits);
    suggestions.add_groups(Source::Resource, shared.resources.attributes.map(), resources, &rows);
    suggestions.add_groups(Source::Scope, shared.scopes.attributes.map(), scopes, &rows);
    suggestions.add_rows(Source::Span, spans.attributes.map(), &rows);
    blocks.push(suggestions.finish(&contexts, &heads));
    blocks
}
