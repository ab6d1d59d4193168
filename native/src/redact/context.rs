//! Words beside a number that say what it is.

/// Bytes before a number in which such a word counts: a label and what stands between.
const BYTES: usize = 40;

/// Whether one of `words` (lower-case) stands in the text before `at`, or in the name of the field. What was found
/// before ends the look back, as it ends it when the text is read again with a marker in its place.
pub fn near(text: &[u8], floor: usize, at: usize, field: &[u8], words: &[&str]) -> bool {
    let begin = floor.max(at.saturating_sub(BYTES));
    let begin = memchr::memrchr(b']', &text[begin..at]).map_or(begin, |marker| begin + marker + 1);
    has_word(&text[begin..at], words) || has_word(field, words)
}

fn has_word(text: &[u8], words: &[&str]) -> bool {
    (0..text.len()).any(|at| begins(text, at) && words.iter().any(|word| is_word(&text[at..], word.as_bytes())))
}

fn begins(text: &[u8], at: usize) -> bool {
    is_letter(text[at])
        && (at == 0
            || !text[at - 1].is_ascii_alphabetic()
            || text[at].is_ascii_uppercase() && text[at - 1].is_ascii_lowercase())
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// `phones` and `phoneNumber` are phone; of short words no other letter may follow.
fn is_word(text: &[u8], word: &[u8]) -> bool {
    let Some(begin) = text.get(..word.len()) else { return false };
    begin.eq_ignore_ascii_case(word)
        && (word.len() > 4 || text.get(word.len()).is_none_or(|next| !next.is_ascii_lowercase() || *next == b's'))
}
