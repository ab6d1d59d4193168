//! Text without structure: one pass that stops at bytes that may begin something.

use super::found::{Detector, Hit};
use super::rules::Rules;
use super::{email, ids, keyed, number, phone, tokens};

/// What is looked at, and what around it tells.
pub struct View<'a> {
    pub rules: &'a Rules,
    pub text: &'a [u8],
    /// The name of the field whose value this is.
    pub field: &'a [u8],
    /// The end of what was found last: nothing before it is looked at again.
    pub floor: usize,
}

impl View<'_> {
    pub fn is_on(&self, detector: Detector) -> bool {
        self.rules.is_on(detector)
    }
}

pub enum Candidate {
    Found {
        start: usize,
        end: usize,
        rule: u16,
    },
    /// Nothing until here.
    None(usize),
}

pub const DIGIT: u8 = 1;
const AT: u8 = 2;
const SEPARATOR: u8 = 4;
const TAG: u8 = 8;
const PLUS: u8 = 16;
/// Bytes at which something may be.
pub const TRIGGER: u8 = DIGIT | AT | SEPARATOR | TAG | PLUS;

pub const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut digit = b'0';
    while digit <= b'9' {
        class[digit as usize] = DIGIT;
        digit += 1;
    }
    class[b'@' as usize] = AT;
    class[b'=' as usize] = SEPARATOR;
    class[b':' as usize] = SEPARATOR;
    class[b'<' as usize] = TAG;
    class[b'+' as usize] = PLUS;
    class
};

/// What is in `text`, in order and apart from each other. `with_tokens` false: there is none of the beginnings of
/// tokens in it.
pub fn scan(rules: &Rules, text: &[u8], field: &[u8], with_tokens: bool, hits: &mut Vec<Hit>) {
    let mut view = View { rules, text, field, floor: 0 };
    let mut known = Vec::new();
    if with_tokens {
        tokens::scan(&view, &mut known);
    }
    rules.patterns(text, &mut known);
    known.sort_unstable_by_key(|hit| hit.start);
    let mut known = known.into_iter().peekable();
    let mut at = 0;
    loop {
        let stop = known.peek().map_or(text.len(), |hit| hit.start);
        let rest = text.get(at..stop).unwrap_or_default();
        at += rest.iter().position(|&byte| CLASS[usize::from(byte)] != 0).unwrap_or(rest.len());
        let hit = if at < stop {
            match candidate(&view, at) {
                Candidate::Found { start, end, rule } => Hit { start, end, rule },
                Candidate::None(next) => {
                    at = next.clamp(at + 1, stop.max(at + 1));
                    continue;
                }
            }
        } else if let Some(hit) = known.next() {
            hit
        } else {
            return;
        };
        let mut hit = Hit { start: hit.start.max(view.floor), ..hit };
        while let Some(next) = known.next_if(|next| next.start < hit.end) {
            if next.end <= hit.start {
                hits.push(next);
            } else {
                hit = Hit { start: next.start.max(view.floor).min(hit.start), end: hit.end.max(next.end), ..hit };
            }
        }
        (view.floor, at) = (hit.end, hit.end.max(at));
        if hit.start < hit.end && !rules.allows(&text[hit.start..hit.end]) {
            hits.push(hit);
        }
    }
}

fn candidate(view: &View, at: usize) -> Candidate {
    let found = match CLASS[usize::from(view.text[at])] {
        DIGIT => return ids::at(view, at),
        AT => email::at(view, at),
        PLUS => phone::international(view, at),
        TAG => keyed::element(view, at),
        _ => keyed::at(view, at),
    };
    found.unwrap_or(Candidate::None(at + 1))
}

/// Whether a word may begin at `at`.
pub fn is_boundary(text: &[u8], at: usize) -> bool {
    at == 0 || text.get(at).is_none() || !number::is_word(text[at - 1])
}
