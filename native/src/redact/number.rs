//! Digits in groups, as people write numbers.

/// Of the longest number that is looked for, and some more, so that a longer one is not taken for it.
const DIGITS: usize = 24;
const GROUPS: usize = 9;

/// Groups of digits with one separator between two: a space, `-`, `.`, `/`, or parentheses with a space or dash.
#[derive(Default)]
pub struct Number {
    digits: [u8; DIGITS],
    groups: [Group; GROUPS],
    count: usize,
}

#[derive(Clone, Copy, Default)]
pub struct Group {
    /// Digits of the number until here.
    pub digits: usize,
    /// Where it ends in the text.
    pub end: usize,
    /// What stands before it; 0 for the first.
    pub separator: u8,
}

impl Number {
    /// From the digit at `start`. A group that goes on as a word is not part of it.
    pub fn read(text: &[u8], start: usize) -> Self {
        let mut number = Self::default();
        let (mut at, mut separator, mut digits) = (start, 0, 0);
        while number.count < GROUPS {
            let end = digits_end(text, at, DIGITS + 1 - digits);
            if end == at || digits + end - at > DIGITS || text.get(end).is_some_and(|&byte| is_word(byte)) {
                break;
            }
            for (place, byte) in number.digits[digits..].iter_mut().zip(&text[at..end]) {
                *place = byte - b'0';
            }
            digits += end - at;
            number.groups[number.count] = Group { digits, end, separator };
            number.count += 1;
            let Some((byte, next)) = separated(text, end) else { break };
            (separator, at) = (byte, next);
        }
        number
    }

    pub fn groups(&self) -> &[Group] {
        &self.groups[..self.count]
    }

    /// Digits of the first so many groups.
    pub fn digits(&self, groups: usize) -> &[u8] {
        &self.digits[..groups.checked_sub(1).map_or(0, |last| self.groups[last].digits)]
    }

    /// Digits of each of the first groups are `shape`, with this separator between them.
    pub fn is(&self, shape: &[usize], separator: u8) -> bool {
        let mut before = 0;
        self.count >= shape.len()
            && shape.iter().zip(&self.groups).all(|(&digits, group)| {
                let fits = group.digits - before == digits && (before == 0 || group.separator == separator);
                before = group.digits;
                fits
            })
    }

    /// As [`Number::is`], and nothing with the same separator follows.
    pub fn is_just(&self, shape: &[usize], separator: u8) -> bool {
        self.is(shape, separator) && self.groups().get(shape.len()).is_none_or(|next| next.separator != separator)
    }

    /// The separator of the first so many groups if it is the same everywhere; 0 for one group.
    pub fn separator(&self, groups: usize) -> Option<u8> {
        let separators = self.groups[..groups].get(1..)?;
        let first = separators.first().map_or(0, |group| group.separator);
        separators.iter().all(|group| group.separator == first).then_some(first)
    }
}

pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn digits_end(text: &[u8], start: usize, most: usize) -> usize {
    let run = text[start.min(text.len())..].iter().take(most).take_while(|byte| byte.is_ascii_digit());
    start + run.count()
}

/// The separator at `at` and where the next digit is.
fn separated(text: &[u8], at: usize) -> Option<(u8, usize)> {
    let byte = *text.get(at)?;
    let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    match byte {
        b' ' | b'-' | b'.' | b'/' if digit(at + 1) => Some((byte, at + 1)),
        b' ' if text.get(at + 1) == Some(&b'(') && digit(at + 2) => Some((b'(', at + 2)),
        b')' if digit(at + 1) => Some((b')', at + 1)),
        b')' if matches!(text.get(at + 1), Some(b' ' | b'-')) && digit(at + 2) => Some((b')', at + 2)),
        _ => None,
    }
}
