//! A subset of JSON path and XML path: names from the root or from anywhere, `[*]` and `[2]` of arrays, `@name` of
//! attributes. `$.a.b[*].c`, `$..c`, `/a/b/@c`, `//c`. Compared with case; of XML the local name.

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step<'a> {
    Name(&'a [u8]),
    Index(usize),
}

#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Name(Box<[u8]>),
    Index(usize),
    AnyIndex,
    Attribute(Box<[u8]>),
}

pub struct Path {
    from_root: bool,
    steps: Vec<Wanted>,
}

impl Path {
    /// `$…` is of JSON, `/…` of XML.
    pub fn json(path: &str) -> Result<Self, String> {
        let rest = path.strip_prefix('$').ok_or("a JSON path begins with $")?;
        let (from_root, mut rest) = match rest.strip_prefix("..") {
            Some(rest) => (false, format!(".{rest}")),
            None => (true, rest.to_owned()),
        };
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let (step, after) = json_step(&rest)?;
            steps.push(step);
            rest = after;
        }
        if steps.is_empty() { Err("it names nothing".to_owned()) } else { Ok(Self { from_root, steps }) }
    }

    pub fn xml(path: &str) -> Result<Self, String> {
        let (from_root, rest) = match path.strip_prefix("//") {
            Some(rest) => (false, rest),
            None => (true, path.strip_prefix('/').ok_or("an XML path begins with / or //")?),
        };
        let parts: Vec<&str> = rest.split('/').collect();
        let last = parts.len() - 1;
        let step = |(at, part): (usize, &&str)| match part.strip_prefix('@') {
            Some(name) if at == last && is_name(name) => Ok(Wanted::Attribute(name.as_bytes().into())),
            None if is_name(part) => Ok(Wanted::Name(part.as_bytes().into())),
            _ => Err(format!("{part:?} is no name of an element, nor @ and an attribute's at the end")),
        };
        Ok(Self { from_root, steps: parts.iter().enumerate().map(step).collect::<Result<_, _>>()? })
    }

    /// Whether the value at `steps` is meant.
    pub fn is_at(&self, steps: &[Step]) -> bool {
        self.is_tail(steps, &self.steps)
    }

    /// Whether this attribute of the element at `steps` is meant.
    pub fn is_attribute(&self, steps: &[Step], name: &[u8]) -> bool {
        let Some((Wanted::Attribute(wanted), before)) = self.steps.split_last() else { return false };
        **wanted == *name && self.is_tail(steps, before)
    }

    fn is_tail(&self, steps: &[Step], wanted: &[Wanted]) -> bool {
        let Some(skipped) = steps.len().checked_sub(wanted.len()) else { return false };
        (!self.from_root || skipped == 0) && steps[skipped..].iter().zip(wanted).all(|(step, wanted)| is(step, wanted))
    }
}

fn is(step: &Step, wanted: &Wanted) -> bool {
    match (step, wanted) {
        (Step::Name(name), Wanted::Name(wanted)) => *name == &**wanted,
        (Step::Index(index), Wanted::Index(wanted)) => index == wanted,
        (Step::Index(_), Wanted::AnyIndex) => true,
        _ => false,
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|letter: char| letter.is_whitespace() || "[]()@*'\"".contains(letter))
}

fn json_step(path: &str) -> Result<(Wanted, String), String> {
    if let Some(rest) = path.strip_prefix('[') {
        let (inside, rest) = rest.split_once(']').ok_or("a bracket is not closed")?;
        let quoted = inside.strip_prefix('\'').and_then(|name| name.strip_suffix('\''));
        let step = match (inside, quoted) {
            ("*", _) => Wanted::AnyIndex,
            (_, Some(name)) => Wanted::Name(name.as_bytes().into()),
            _ => Wanted::Index(inside.parse().map_err(|_| format!("[{inside}] is not [*], [2] or ['name']"))?),
        };
        return Ok((step, rest.to_owned()));
    }
    let rest = path.strip_prefix('.').ok_or_else(|| format!("{path:?} begins with neither . nor ["))?;
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let name = &rest[..end];
    if !is_name(name) {
        return Err(format!("{name:?} is no name: one with other characters is written ['name']"));
    }
    Ok((Wanted::Name(name.as_bytes().into()), rest[end..].to_owned()))
}
