//! What a signal is to a batch.

use crate::block::Block;
use crate::columns::{Marks, Undo};
use crate::limits::Limits;
use crate::refusal::Stop;
use crate::request::{Outcome, Request};

/// Rows of one signal, being collected. The batch marks before each `push` and rolls back when it fails, so `push` may
/// leave half a request behind when it returns an error.
pub trait SignalRows: Send {
    /// Decodes one export request. Records that are refused alone are counted in `outcome` and leave nothing behind.
    fn push(&mut self, request: &Request<'_>, body: &[u8], outcome: &mut Outcome) -> Result<(), Stop>;

    fn mark(&self, marks: &mut Marks);

    fn rollback(&mut self, undo: &mut Undo<'_>);

    /// Of all tables, without rollups.
    fn rows(&self) -> usize;

    /// Held by all columns, and what shared columns will write beyond that.
    fn bytes(&self) -> usize;

    /// Blocks of the data tables, then of the rollups, always all of them and in the same order; the batch drops the
    /// empty ones.
    fn finish(self: Box<Self>, limits: &Limits) -> Vec<Block>;
}
