//! Nodes in pre-order, from their parents. No recursion: a chain may be as deep as there are nodes.

use super::NONE;

/// Row by row; a row's subtree follows it.
pub struct Preorder {
    /// The node of each row.
    pub nodes: Vec<u32>,
    /// Rows; `NONE` for a root.
    pub parent: Vec<u32>,
    pub depth: Vec<u32>,
    pub subtree: Vec<u32>,
}

impl Preorder {
    /// Rows of a row's children.
    pub fn children(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        children(&self.subtree, row)
    }
}

/// Rows of a row's children, from the sizes of subtrees.
pub fn children(subtree: &[u32], row: usize) -> impl Iterator<Item = usize> + '_ {
    let end = row + subtree[row] as usize;
    let within = move |child: usize| (child < end).then_some(child);
    std::iter::successors(within(row + 1), move |&child| within(child + subtree[child] as usize))
}

/// Roots and siblings come as in `order`, which names each node once. `parent` (nodes, `NONE` for roots) has no cycle.
pub fn preorder(parent: &[u32], order: &[u32]) -> Preorder {
    let (first, children) = by_parent(parent, order);
    let count = parent.len();
    let (mut nodes, mut parents, mut depth) =
        (Vec::with_capacity(count), Vec::with_capacity(count), Vec::with_capacity(count));
    // Nodes to come, last first, with the row of their parent.
    let mut waiting: Vec<(u32, u32)> =
        order.iter().rev().filter(|&&node| parent[node as usize] == NONE).map(|&node| (node, NONE)).collect();
    while let Some((node, above)) = waiting.pop() {
        let row = nodes.len() as u32;
        nodes.push(node);
        parents.push(above);
        depth.push(if above == NONE { 0 } else { depth[above as usize] + 1 });
        let (from, to) = (first[node as usize] as usize, first[node as usize + 1] as usize);
        waiting.extend(children[from..to].iter().rev().map(|&child| (child, row)));
    }
    let mut subtree = vec![1u32; nodes.len()];
    for row in (0..nodes.len()).rev() {
        if parents[row] != NONE {
            subtree[parents[row] as usize] += subtree[row];
        }
    }
    Preorder { nodes, parent: parents, depth, subtree }
}

/// Children of each node, side by side: those of `node` are `children[first[node]..first[node + 1]]`.
fn by_parent(parent: &[u32], order: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0u32; parent.len() + 1];
    for &above in parent {
        if above != NONE {
            first[above as usize + 1] += 1;
        }
    }
    for node in 0..parent.len() {
        first[node + 1] += first[node];
    }
    let mut next = first.clone();
    let mut children = vec![NONE; first[parent.len()] as usize];
    for &node in order {
        let above = parent[node as usize];
        if above != NONE {
            let place = &mut next[above as usize];
            children[*place as usize] = node;
            *place += 1;
        }
    }
    (first, children)
}
