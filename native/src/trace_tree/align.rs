//! Trees side by side: rows are the same node where the keys on their way from the root are.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::NONE;
use super::preorder::{Preorder, preorder};

/// The tree of paths, and the row in it of each row that came in.
pub struct Alignment {
    pub paths: Preorder,
    pub of_row: Vec<u32>,
}

/// `parent` names a row before its own, or `NONE`: the trees stand one after another in pre-order. Siblings come in the
/// order they are first met. Returns `None` where a parent does not come before.
pub fn align(parent: &[u32], key: &[u32]) -> Option<Alignment> {
    let mut known: HashMap<(u32, u32), u32, RandomState> = HashMap::default();
    let mut parents = Vec::new();
    let mut of_row: Vec<u32> = Vec::with_capacity(parent.len());
    for (row, (&above, &key)) in parent.iter().zip(key).enumerate() {
        if above != NONE && above as usize >= row {
            return None;
        }
        let above = if above == NONE { NONE } else { of_row[above as usize] };
        of_row.push(*known.entry((above, key)).or_insert_with(|| {
            parents.push(above);
            (parents.len() - 1) as u32
        }));
    }
    let met: Vec<u32> = (0..parents.len() as u32).collect();
    let paths = preorder(&parents, &met);
    let mut place = vec![NONE; parents.len()];
    for (row, &path) in paths.nodes.iter().enumerate() {
        place[path as usize] = row as u32;
    }
    for path in &mut of_row {
        *path = place[*path as usize];
    }
    Some(Alignment { paths, of_row })
}
