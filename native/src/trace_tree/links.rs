//! Each span's parent, from ids that may be missing, shared or go round in circles.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::RandomState;

use super::{CLIENT, CONSUMER, NONE, PRODUCER, SERVER, Spans};

pub struct Links {
    /// Of spans, then of stubs (which have none): nodes. Cycles are cut.
    pub parent: Vec<u32>,
    /// Ids of the stubs, as they are first named.
    pub missing: Vec<u64>,
    pub orphans: u32,
    pub cycles: u32,
    pub shared_ids: u32,
}

/// Spans of one id, as Zipkin's client and server of one call, are told apart so: the server's is a child of the
/// client's; a child of that id belongs to the span of its own service, else to the server's, else to the first.
pub fn links(spans: &Spans) -> Links {
    let ids = Ids::new(spans);
    let mut stubs: HashMap<u64, u32, RandomState> = HashMap::default();
    let (mut missing, mut orphans) = (Vec::new(), 0);
    let mut parent: Vec<u32> = (0..spans.id.len() as u32)
        .map(|span| {
            if let Some(caller) = ids.caller(span, spans) {
                return caller;
            }
            let parent_id = spans.parent_id[span as usize];
            if parent_id == 0 {
                return NONE;
            }
            match ids.by_id.get(&parent_id) {
                Some(&Known::One(parent)) => parent,
                Some(&Known::Group(group)) => ids.groups[group as usize].parent_of(span, spans),
                None => {
                    orphans += 1;
                    *stubs.entry(parent_id).or_insert_with(|| {
                        missing.push(parent_id);
                        (spans.id.len() + missing.len() - 1) as u32
                    })
                }
            }
        })
        .collect();
    let cycles = cut_cycles(&mut parent);
    parent.resize(spans.id.len() + missing.len(), NONE);
    Links { parent, missing, orphans, cycles, shared_ids: ids.shared_ids }
}

/// Spans by id.
struct Ids {
    by_id: HashMap<u64, Known, RandomState>,
    groups: Vec<Group>,
    shared_ids: u32,
}

#[derive(Clone, Copy)]
enum Known {
    One(u32),
    Group(u32),
}

impl Ids {
    fn new(spans: &Spans) -> Self {
        let mut by_id = HashMap::with_capacity_and_hasher(spans.id.len(), RandomState::default());
        let mut members: Vec<Vec<u32>> = Vec::new();
        for (span, &id) in (0..).zip(&spans.id) {
            match by_id.entry(id) {
                Entry::Vacant(place) => {
                    place.insert(Known::One(span));
                }
                Entry::Occupied(mut place) => match *place.get() {
                    Known::One(first) => {
                        place.insert(Known::Group(members.len() as u32));
                        members.push(vec![first, span]);
                    }
                    Known::Group(group) => members[group as usize].push(span),
                },
            }
        }
        let shared_ids = members.iter().map(|group| group.len() as u32 - 1).sum();
        Self { by_id, groups: members.into_iter().map(|group| Group::new(group, spans)).collect(), shared_ids }
    }

    /// The caller's side of the same call, where both sides have one id.
    fn caller(&self, span: u32, spans: &Spans) -> Option<u32> {
        let kind = spans.kind[span as usize];
        if self.groups.is_empty() || !is_called(kind) {
            return None;
        }
        let Known::Group(group) = self.by_id[&spans.id[span as usize]] else { return None };
        let group = &self.groups[group as usize];
        Some(if kind == SERVER { group.client } else { group.producer }).filter(|&caller| caller != NONE)
    }
}

fn is_called(kind: u8) -> bool {
    matches!(kind, SERVER | CONSUMER)
}

/// Spans of one id. There may be as many as the trace has, so nothing is looked for one by one.
struct Group {
    /// By service, and in one the called first.
    members: Vec<(u32, bool, u32)>,
    /// The called first, whatever their service: two, as one may be asking for its own parent.
    best: [u32; 2],
    client: u32,
    producer: u32,
}

impl Group {
    fn new(spans_of_id: Vec<u32>, spans: &Spans) -> Self {
        let first_of =
            |kind: u8| spans_of_id.iter().copied().find(|&span| spans.kind[span as usize] == kind).unwrap_or(NONE);
        let (client, producer) = (first_of(CLIENT), first_of(PRODUCER));
        let calling = |span: u32| !is_called(spans.kind[span as usize]);
        let first = spans_of_id.iter().copied().min_by_key(|&span| (calling(span), span)).unwrap_or(NONE);
        let others = spans_of_id.iter().copied().filter(|&span| span != first);
        let second = others.min_by_key(|&span| (calling(span), span)).unwrap_or(NONE);
        let mut members: Vec<_> =
            spans_of_id.into_iter().map(|span| (spans.service[span as usize], calling(span), span)).collect();
        members.sort_unstable();
        Self { members, best: [first, second], client, producer }
    }

    fn parent_of(&self, span: u32, spans: &Spans) -> u32 {
        let service = spans.service[span as usize];
        let from = self.members.partition_point(|member| member.0 < service);
        let of_service = self.members[from..].iter().take_while(|member| member.0 == service).map(|member| member.2);
        of_service.take(2).chain(self.best).find(|&other| other != span).unwrap_or(span)
    }
}

/// Makes the first span of each cycle a root. Returns how many there were.
fn cut_cycles(parent: &mut [u32]) -> u32 {
    // Who came by first: the span whose way up was walked, plus one.
    let mut walked_by = vec![0u32; parent.len()];
    let mut cycles = 0;
    for span in 0..parent.len() {
        let walk = span as u32 + 1;
        let mut at = span;
        while at < parent.len() && walked_by[at] == 0 {
            walked_by[at] = walk;
            at = parent[at] as usize;
        }
        if at < parent.len() && walked_by[at] == walk {
            let (mut first, mut next) = (at, parent[at] as usize);
            while next != at {
                first = first.min(next);
                next = parent[next] as usize;
            }
            parent[first] = NONE;
            cycles += 1;
        }
    }
    cycles
}
