//! Which attribute keys and values there were, per hour: what a search box offers.
//!
//! A row with a value counts the records that had it; a row with an empty value counts the records whose value is not
//! listed: it was empty or too long, or the key had more distinct values than are worth suggesting (then none is listed).
//!
//! A batch suggests at most [`ENTRIES_MAX`] keys and values of each source. What comes after is not suggested: a help for
//! typing must not cost more memory than the data, and a sender can make up a new key for every few bytes.
//!
//! Every attribute of every record passes here, so the usual ways are short: a key's counter is found by its dictionary id,
//! a value is first compared with the last one of its key, and a key over its bound costs an addition.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::heads::{Contexts, Heads, group};
use crate::batch::Signal;
use crate::block::Block;
use crate::columns::{DateTime, Dictionary, Fixed, Lc, Map, Part, Runs, Strings, Text, TextColumn, narrow};
use crate::limits::Limits;
use crate::rows;
use crate::tables;

rows! {
    struct SuggestionRows {
        hour: Fixed<DateTime> = "Hour",
        signal: Lc = "Signal",
        source: Lc = "Source",
        key: Lc = "Key",
        value: Strings = "Value",
        count: Fixed<u64> = "Count",
    }
}

/// Where an attribute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Resource,
    Scope,
    Span,
    Log,
    Metric,
}

impl Source {
    fn as_str(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::Scope => "scope",
            Self::Span => "span",
            Self::Log => "log",
            Self::Metric => "metric",
        }
    }
}

/// Keys per hour, and values, that are counted for one source of one batch. An estate of a thousand services has a few
/// thousand.
pub const ENTRIES_MAX: usize = 1 << 18;

/// The key under which names of metrics are suggested.
pub const METRIC_NAME: &str = "__name__";

/// Collects the rows of `otel_attributes_1h` for one batch. The bounds hold for each table that is added on its own: two
/// tables of metrics may give two rows for the same value, which ClickHouse adds up.
pub struct Suggestions<'l> {
    signal: Signal,
    limits: &'l Limits,
    rows: SuggestionRows,
    /// Context of each row.
    contexts: Vec<u32>,
}

impl<'l> Suggestions<'l> {
    pub fn new(signal: Signal, limits: &'l Limits) -> Self {
        Self { signal, limits, rows: SuggestionRows::default(), contexts: Vec::new() }
    }

    /// Adds the attributes of each record. `contexts` is that of each row.
    pub fn add_rows<V: TextColumn>(&mut self, source: Source, map: &Map<Lc, V>, contexts: &[u32]) {
        let mut counters = Counters::new(map.keys.dictionary(), self.limits);
        let mut values = map.values.texts_from(0);
        for (row, &context) in contexts.iter().enumerate() {
            for &key in &map.keys.ids()[map.range(row)] {
                counters.add(context, key, values.next().unwrap_or_default(), 1);
            }
        }
        self.append(source, counters);
    }

    /// Adds the attributes of what many records share, once for each record.
    pub fn add_groups(&mut self, source: Source, map: &Map<Lc, Lc>, runs: &Runs, contexts: &[u32]) {
        let mut counters = Counters::new(map.keys.dictionary(), self.limits);
        for_each_run(runs, contexts, |row, context, records| {
            for entry in map.range(row) {
                counters.add(context, map.keys.ids()[entry], map.values.get(entry), records);
            }
        });
        self.append(source, counters);
    }

    /// Adds names of metrics, once for each data point; `runs` says which row of `names` stands for which points.
    pub fn add_names(&mut self, names: &Lc, runs: &Runs, contexts: &[u32]) {
        let mut key = Dictionary::default();
        let id = key.id(METRIC_NAME.into());
        let mut counters = Counters::new(&key, self.limits);
        for_each_run(runs, contexts, |row, context, records| counters.add(context, id, names.get(row), records));
        self.append(Source::Metric, counters);
    }

    fn append(&mut self, source: Source, counters: Counters<'_>) {
        let keys = counters.keys;
        for (context, key, value, count) in counters.finish() {
            self.contexts.push(context);
            self.rows.signal.push(self.signal.as_str().into());
            self.rows.source.push(source.as_str().into());
            self.rows.key.push(keys.get(key).unwrap_or_default());
            self.rows.value.push(value);
            self.rows.count.push(count);
        }
    }

    pub fn finish(mut self, contexts: &Contexts, heads: &Heads) -> Block {
        let count = self.contexts.len();
        let mut runs = Runs::default();
        for context in self.contexts.iter().map(|&context| contexts.get(context)) {
            runs.add(group(context.head));
            self.rows.hour.push(context.hour * 3600);
        }
        let sources = vec![(heads.columns(), runs.into_parts()), (self.rows.into_columns(), vec![Part::whole(count)])];
        Block::assemble(&tables::SUGGESTIONS, count, sources)
    }
}

/// Calls back with (group row, context, records) for each stretch of records that have both in common.
fn for_each_run(runs: &Runs, contexts: &[u32], mut each: impl FnMut(usize, u32, u64)) {
    let mut rest = contexts;
    for part in runs.parts() {
        let (of_part, after) = rest.split_at(part.repeat as usize);
        rest = after;
        for same in of_part.chunk_by(|one, other| one == other) {
            each(part.start as usize, same[0], same.len() as u64);
        }
    }
}

/// One key in one context.
struct Counter {
    context: u32,
    key: u32,
    /// The value that came last, by its place among the values.
    last: u32,
    distinct: usize,
    /// Records whose value is not listed.
    unlisted: u64,
    over: bool,
}

struct Value<'a> {
    counter: u32,
    text: Text<'a>,
    count: u64,
}

struct Counters<'a> {
    keys: &'a Dictionary,
    values_max: usize,
    value_bytes_max: usize,
    list: Vec<Counter>,
    values: Vec<Value<'a>>,
    by_value: HashTable<u32>,
    by_key: HashMap<(u32, u32), u32, RandomState>,
    /// By key: the context it came in last, and its counter there.
    recent: Vec<(u32, u32)>,
    hasher: RandomState,
}

impl<'a> Counters<'a> {
    fn new(keys: &'a Dictionary, limits: &Limits) -> Self {
        Self {
            keys,
            values_max: limits.suggestion_values_max,
            value_bytes_max: limits.suggestion_value_bytes_max,
            list: Vec::new(),
            values: Vec::new(),
            by_value: HashTable::new(),
            by_key: HashMap::default(),
            recent: vec![(u32::MAX, 0); keys.len()],
            hasher: RandomState::default(),
        }
    }

    #[inline]
    fn add(&mut self, context: u32, key: u32, text: Text<'a>, records: u64) {
        let recent = self.recent[key as usize];
        let at = if recent.0 == context { Some(recent.1) } else { self.other_context(context, key) };
        let Some(at) = at else { return };
        let counter = &mut self.list[at as usize];
        if counter.over || text.is_empty() || text.len() > self.value_bytes_max {
            counter.unlisted += records;
            return;
        }
        if let Some(value) = self.values.get_mut(counter.last as usize)
            && value.text == text
        {
            value.count += records;
            return;
        }
        self.add_other(at, text, records);
    }

    /// The counter of a key that came in another context last, or never. `None` when there are too many.
    fn other_context(&mut self, context: u32, key: u32) -> Option<u32> {
        let full = self.full();
        let at = match self.by_key.entry((context, key)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(_) if full => return None,
            Entry::Vacant(new) => {
                self.list.push(Counter { context, key, last: u32::MAX, distinct: 0, unlisted: 0, over: false });
                *new.insert(narrow(self.list.len() - 1))
            }
        };
        self.recent[key as usize] = (context, at);
        Some(at)
    }

    fn full(&self) -> bool {
        self.list.len() + self.values.len() >= ENTRIES_MAX
    }

    /// Adds a value that is not the last one of its counter.
    fn add_other(&mut self, at: u32, text: Text<'a>, records: u64) {
        let full = self.full();
        let Self { list, values, by_value, hasher, .. } = self;
        let counter = &mut list[at as usize];
        let hash_of = |value: &Value<'_>| hasher.hash_one((value.counter, value.text));
        let hash = hasher.hash_one((at, text));
        let same = |id: &u32| values[*id as usize].counter == at && values[*id as usize].text == text;
        if let Some(&id) = by_value.find(hash, same) {
            values[id as usize].count += records;
            counter.last = id;
        } else if counter.distinct == self.values_max {
            counter.over = true;
            counter.unlisted += records;
        } else if full {
            counter.unlisted += records;
        } else {
            let id = narrow(values.len());
            values.push(Value { counter: at, text, count: records });
            by_value.insert_unique(hash, id, |id| hash_of(&values[*id as usize]));
            counter.distinct += 1;
            counter.last = id;
        }
    }

    /// (context, key, value, records), by key in the order of first coming, values likewise, the unlisted first.
    fn finish(mut self) -> Vec<(u32, u32, Text<'a>, u64)> {
        for value in &self.values {
            let counter = &mut self.list[value.counter as usize];
            if counter.over {
                counter.unlisted += value.count;
            }
        }
        self.values.sort_by_key(|value| value.counter);
        let mut values = self.values.iter().peekable();
        let mut rows = Vec::with_capacity(self.list.len() + values.len());
        for (at, counter) in self.list.iter().enumerate() {
            if counter.unlisted > 0 {
                rows.push((counter.context, counter.key, Text::default(), counter.unlisted));
            }
            while let Some(value) = values.next_if(|value| value.counter as usize == at) {
                if !counter.over {
                    rows.push((counter.context, counter.key, value.text, value.count));
                }
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_made_up_without_end_are_not_all_counted() {
        let mut keys = Dictionary::default();
        let ids: Vec<u32> = (0..ENTRIES_MAX).map(|n| keys.id(Text::from(n.to_string().as_str()))).collect();
        let mut counters = Counters::new(&keys, &Limits::default());
        for _ in 0..2 {
            ids.iter().for_each(|&id| counters.add(0, id, "value".into(), 1));
        }
        let rows = counters.finish();
        // Half of the entries are keys, the other half their values.
        assert_eq!(rows.len(), ENTRIES_MAX / 2);
        assert!(rows.iter().all(|row| row.2 == "value".into() && row.3 == 2));
    }
}
