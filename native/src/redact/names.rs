//! Names of keys, elements, attributes, parameters and headers, compared word by word.
//!
//! `user_password`, `userPassword` and `User-Password` are the words user and password; `passwordless` is one other
//! word. A denied name is there when its letters are, from the begin of a word to the end of one: `apikey` is in
//! `x-api-key`. Letters are compared without case within ASCII.

/// Which rule denies a name, unless another allows it.
#[derive(Default)]
pub struct Names {
    denied: Set,
    allowed: Set,
}

impl Names {
    pub fn deny(&mut self, name: &str, exact: bool, rule: u16) -> Result<(), &'static str> {
        self.denied.add(name, exact, rule)
    }

    pub fn allow(&mut self, name: &str) -> Result<(), &'static str> {
        self.allowed.add(name, true, 0)
    }

    pub fn find(&self, name: &[u8]) -> Option<u16> {
        let rule = self.denied.find(name)?;
        if self.allowed.find(name).is_some() { None } else { Some(rule) }
    }
}

struct Name {
    /// Lower-case; without separators unless it is a pattern.
    letters: Box<[u8]>,
    exact: bool,
    rule: u16,
}

/// Two letters that names begin with, of which five bits each are told apart.
const SLOTS: usize = 1024;

struct Set {
    names: Vec<Vec<Name>>,
    globs: Vec<Name>,
    /// By slot: one more than the place in `names`; 0 where no name begins so.
    begins: Box<[u16]>,
}

impl Default for Set {
    fn default() -> Self {
        Self { names: Vec::new(), globs: Vec::new(), begins: vec![0; SLOTS].into() }
    }
}

/// Whether a byte is a letter within a word, so that between two of them no word begins.
const WITHIN: [bool; 256] = {
    let mut within = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        within[byte] = byte >= 0x80 || (byte as u8).is_ascii_lowercase();
        byte += 1;
    }
    within
};

fn slot(first: u8, second: u8) -> usize {
    (usize::from(first & 31) << 5) | usize::from(second & 31)
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Whether a word begins at `at`.
fn begins_word(name: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| name[before]) else { return true };
    let byte = name[at];
    let next_is_lower = name.get(at + 1).is_some_and(u8::is_ascii_lowercase);
    !is_letter(before)
        || before.is_ascii_digit() != byte.is_ascii_digit()
        || byte.is_ascii_uppercase() && (!before.is_ascii_uppercase() || next_is_lower)
}

impl Set {
    fn add(&mut self, name: &str, exact: bool, rule: u16) -> Result<(), &'static str> {
        let lower = name.trim().to_ascii_lowercase().into_bytes();
        if lower.contains(&b'*') {
            self.globs.push(Name { letters: lower.into(), exact, rule });
            return Ok(());
        }
        let letters: Box<[u8]> = lower.into_iter().filter(|&byte| is_letter(byte)).collect();
        let [first, second, ..] = *letters else { return Err("two letters or digits at least") };
        let place = &mut self.begins[slot(first, second)];
        if *place == 0 {
            self.names.push(Vec::new());
            *place = self.names.len() as u16;
        }
        self.names[usize::from(*place) - 1].push(Name { letters, exact, rule });
        Ok(())
    }

    fn find(&self, name: &[u8]) -> Option<u16> {
        if !self.globs.is_empty() {
            let lower = name.to_ascii_lowercase();
            if let Some(found) = self.globs.iter().find(|glob| matches(&glob.letters, &lower)) {
                return Some(found.rule);
            }
        }
        let mut at = 0;
        while at < name.len() {
            if let Some(rule) = self.find_at(name, at) {
                return Some(rule);
            }
            let is_within = WITHIN[usize::from(name[at])];
            at += 1;
            if is_within {
                at += name[at..].iter().take_while(|&&byte| WITHIN[usize::from(byte)]).count();
            }
        }
        None
    }

    /// A denied name that begins with the word at `start`.
    fn find_at(&self, name: &[u8], start: usize) -> Option<u16> {
        let second = *name[start + 1..].iter().find(|&&byte| is_letter(byte))?;
        let place = self.begins[slot(name[start], second)].checked_sub(1)?;
        if !is_letter(name[start]) || !begins_word(name, start) {
            return None;
        }
        self.names[usize::from(place)].iter().find(|denied| is_at(denied, name, start)).map(|denied| denied.rule)
    }
}

fn is_at(denied: &Name, name: &[u8], start: usize) -> bool {
    let mut letters = denied.letters.iter();
    let mut end = start;
    let mut wanted = letters.next();
    while let (Some(&letter), Some(&byte)) = (wanted, name.get(end)) {
        if is_letter(byte) {
            if byte.to_ascii_lowercase() != letter {
                return false;
            }
            wanted = letters.next();
        }
        end += 1;
    }
    let ends_word = name.get(end).is_none_or(|&byte| !is_letter(byte) || begins_word(name, end));
    let alone = || !name[..start].iter().chain(&name[end..]).any(|&byte| is_letter(byte));
    wanted.is_none() && ends_word && (!denied.exact || alone())
}

/// `*` is any number of characters. Each is looked at twice at most for each star.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    let mut parts = pattern.split(|&byte| byte == b'*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let mut parts: Vec<&[u8]> = parts.collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = memchr::memmem::find(rest, part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}
