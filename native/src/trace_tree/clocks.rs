//! Starts set right where the clocks of two services disagree. The idea is Jaeger's: a child that cannot have been when it
//! says it was is moved into its parent, and what happened below it in its own service moves along.

use super::preorder::preorder;
use super::{CLIENT, CONSUMER, NONE, PRODUCER, SERVER, Spans};

/// How far each span is moved; `None` when none is. Only between services: within one a clock is its own.
///
/// What cannot be: a child that starts before its parent, and a call whose server ends after its client. A call is
/// centred in its client, the time on the line taken to be the same both ways. A child longer than its parent, and one
/// that need not end with it (a message's consumer), only starts with it.
pub fn shifts(spans: &Spans, parent: &[u32]) -> Option<Vec<i64>> {
    let parent = &parent[..spans.id.len()];
    let others = |span: usize| {
        let above = parent[span] as usize;
        (above < parent.len() && spans.service[span] != spans.service[above]).then_some(above)
    };
    let disagree = |span: usize| others(span).is_some_and(|above| shift(spans, span, above, 0) != 0);
    if !(0..parent.len()).any(disagree) {
        return None;
    }
    // A stub has no clock: its children begin anew, as roots do.
    let known: Vec<u32> =
        parent.iter().map(|&above| if (above as usize) < parent.len() { above } else { NONE }).collect();
    let in_order: Vec<u32> = (0..parent.len() as u32).collect();
    let mut shifts = vec![0; parent.len()];
    for span in preorder(&known, &in_order).nodes {
        let span = span as usize;
        shifts[span] = match others(span) {
            Some(above) => shift(spans, span, above, shifts[above]),
            None if known[span] == NONE => 0,
            None => shifts[known[span] as usize],
        };
    }
    Some(shifts)
}

/// Of a span under a parent in another service, which is moved by `parent_shift`.
fn shift(spans: &Spans, span: usize, parent: usize, parent_shift: i64) -> i64 {
    let (start, duration) = (spans.start[span], spans.duration[span]);
    let (from, room) = (spans.start[parent].saturating_add(parent_shift), spans.duration[parent]);
    let call = spans.kind[parent] == CLIENT && spans.kind[span] == SERVER;
    let early = start < from;
    let late = call && start.saturating_add(duration) > from.saturating_add(room);
    let detached = spans.kind[span] == CONSUMER || spans.kind[parent] == PRODUCER;
    if detached || duration > room {
        return if early { from.saturating_sub(start) } else { 0 };
    }
    if early || late { from.saturating_add((room - duration) / 2).saturating_sub(start) } else { 0 }
}
