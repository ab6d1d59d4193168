//! Log records to the rows of `otel_logs`, and what Camel's agent tells as log records to tables of its own.
//!
//! Messages of exchanges, originals and models of routes are kept for another time, and read by other people, than what
//! an application logs. Their rows have the columns of a log record; `table` is one such table.

mod table;

use std::sync::Arc;

use table::{LogTable, event_name};

use crate::batch::Signal;
use crate::block::{Block, Columns};
use crate::columns::{Column, Fixed, Marks, Undo};
use crate::exchange::{MESSAGE_EVENT, MODEL_EVENT, ORIGINAL_EVENT, SCOPE};
use crate::groups::{Groups, Records, Shared, push_request};
use crate::limits::Limits;
use crate::refusal::Stop;
use crate::request::{Outcome, Request};
use crate::rollup::suggestions::{Source, Suggestions};
use crate::rollup::{Contexts, Heads};
use crate::signal::SignalRows;
use crate::tables;
use crate::wire::{Malformed, Reader};

/// Of the columns of a resource.
const RETENTION_DAYS: &str = "RetentionDays";

/// Does the same with all four tables.
macro_rules! tables {
    ($rows:ident . $($call:tt)*) => {
        $rows.logs.$($call)*;
        $rows.messages.$($call)*;
        $rows.originals.$($call)*;
        $rows.route_models.$($call)*;
    };
}

/// Log records of a batch.
pub struct LogRows {
    shared: Shared,
    logs: LogTable,
    messages: LogTable,
    originals: LogTable,
    route_models: LogTable,
}

impl Default for LogRows {
    fn default() -> Self {
        Self {
            shared: Shared::default(),
            logs: LogTable::new(&tables::LOGS),
            messages: LogTable::new(&tables::CAMEL_MESSAGES),
            originals: LogTable::new(&tables::CAMEL_ORIGINALS),
            route_models: LogTable::new(&tables::CAMEL_ROUTE_MODELS),
        }
    }
}

impl LogRows {
    /// Where a record belongs. Only the agent's own scope has events of Camel: others are not even looked at.
    fn table_of(&mut self, groups: Groups, record: Reader<'_>) -> Result<&mut LogTable, Malformed> {
        if self.shared.scopes.name.get(groups.scope.row as usize).bytes() != SCOPE.as_bytes() {
            return Ok(&mut self.logs);
        }
        Ok(match event_name(record)? {
            MESSAGE_EVENT => &mut self.messages,
            ORIGINAL_EVENT => &mut self.originals,
            MODEL_EVENT => &mut self.route_models,
            _ => &mut self.logs,
        })
    }

    /// Of what applications log. What is in messages is not for all who search logs.
    fn suggestions(&self, limits: &Limits) -> Block {
        let (mut heads, mut contexts) = (Heads::default(), Contexts::default());
        let head_of = heads.of_resources(&self.shared.resources);
        let logs = &self.logs;
        let rows = contexts.of_rows(&head_of, &logs.resources, logs.own.timestamp.values());
        let mut suggestions = Suggestions::new(Signal::Logs, limits);
        let (resources, scopes) = (self.shared.resources.attributes.map(), self.shared.scopes.attributes.map());
        suggestions.add_groups(Source::Resource, resources, &logs.resources, &rows);
        suggestions.add_groups(Source::Scope, scopes, &logs.scopes, &rows);
        suggestions.add_rows(Source::Log, logs.own.attributes.map(), &rows);
        suggestions.finish(&contexts, &heads)
    }
}

impl Records for LogRows {
    fn shared(&mut self) -> &mut Shared {
        &mut self.shared
    }

    fn held_bytes(&self) -> usize {
        self.bytes()
    }

    fn push_record(
        &mut self,
        request: &Request<'_>,
        groups: Groups,
        record: Reader<'_>,
        outcome: &mut Outcome,
    ) -> Result<(), Malformed> {
        self.table_of(groups, record)?.push(request, groups, record, outcome)
    }
}

impl SignalRows for LogRows {
    fn push(&mut self, request: &Request<'_>, body: &[u8], outcome: &mut Outcome) -> Result<(), Stop> {
        push_request(self, request, body, outcome)
    }

    fn mark(&self, marks: &mut Marks) {
        self.shared.mark(marks);
        tables!(self.mark(marks));
    }

    fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.shared.rollback(undo);
        tables!(self.rollback(undo));
    }

    fn rows(&self) -> usize {
        self.logs.rows() + self.messages.rows() + self.originals.rows() + self.route_models.rows()
    }

    fn bytes(&self) -> usize {
        let Self { shared, logs, messages, originals, route_models } = self;
        shared.bytes() + logs.bytes() + messages.bytes() + originals.bytes() + route_models.bytes()
    }

    fn finish(self: Box<Self>, limits: &Limits) -> Vec<Block> {
        let suggestions = self.suggestions(limits);
        let Self { shared, logs, messages, originals, route_models } = *self;
        let retention_days = shared.resources.retention_days.values().to_vec();
        let (resources, scopes) = (shared.resources.into_columns(), shared.scopes.into_columns());
        let kept = |days_max| kept_at_most(&resources, &retention_days, days_max);
        vec![
            logs.finish(&resources, &scopes),
            messages.finish(&kept(limits.message_days_max), &scopes),
            originals.finish(&kept(limits.original_days_max), &scopes),
            route_models.finish(&resources, &scopes),
            suggestions,
        ]
    }
}

/// The columns of the resources, with a bound on the days their rows are kept.
fn kept_at_most(resources: &Columns, retention_days: &[u16], days_max: u16) -> Columns {
    let mut days = Fixed::<u16>::default();
    retention_days.iter().for_each(|given| days.push((*given).min(days_max)));
    let days: Arc<dyn Column> = Arc::new(days);
    let column = |(name, column): &(&'static str, Arc<dyn Column>)| {
        (*name, if *name == RETENTION_DAYS { days.clone() } else { column.clone() })
    };
    resources.iter().map(column).collect()
}
