//! Telephone numbers: international ones by their plus, national ones by how a country writes them, others beside a
//! word.

use super::context::near;
use super::found::Detector;
use super::number::{Number, is_word};
use super::text::{Candidate, View};

/// Digits of an international number with its country code (E.164), and the least that any country has.
const DIGITS_MAX: usize = 15;
const DIGITS_MIN: usize = 8;

const WORDS: &[&str] = &[
    "phone",
    "tel",
    "telephone",
    "telefon",
    "telefono",
    "téléphone",
    "telefone",
    "mobile",
    "mobil",
    "cell",
    "handy",
    "fax",
    "msisdn",
    "whatsapp",
    "sms",
    "call",
    "movil",
    "gsm",
    "rufnummer",
    "contact number",
];

fn found(view: &View, start: usize, end: usize) -> Option<Candidate> {
    let rule = Detector::Phone;
    view.is_on(rule).then_some(Candidate::Found { start, end, rule: rule as u16 })
}

/// The groups of `number` that have at most so many digits.
fn groups_within(number: &Number, most: usize) -> usize {
    number.groups().iter().take_while(|group| group.digits <= most).count()
}

/// At a plus: `+49 30 901820`, `+1 (212) 555-0100`, `+44 (0)20 7946 0958`.
pub fn international(view: &View, plus: usize) -> Option<Candidate> {
    let text = view.text;
    if plus > view.floor && is_word(text[plus - 1]) || !matches!(text.get(plus + 1), Some(b'1'..=b'9')) {
        return None;
    }
    let number = Number::read(text, plus + 1);
    let count = groups_within(&number, DIGITS_MAX);
    let last = number.groups().get(count.checked_sub(1)?)?;
    // One run of digits behind a plus may be a sum: no currency writes ten digits without a separator.
    let enough = if count == 1 { DIGITS_MIN + 2 } else { DIGITS_MIN };
    let is_sum = number.groups()[..count].iter().any(|group| group.separator == b'.') && count == 2;
    if last.digits < enough || is_sum { None } else { found(view, plus, last.end) }
}

/// At digits: by the groups of a country, or any beside a word for it.
pub fn national(view: &View, start: usize, number: &Number) -> Option<Candidate> {
    let text = view.text;
    let open = start.checked_sub(1).filter(|&at| at >= view.floor && text[at] == b'(');
    let begin = open.unwrap_or(start);
    if begin > view.floor && matches!(text[begin - 1], b'-' | b'.' | b'/' | b'+' | b'=' | b'#') && open.is_none() {
        return None;
    }
    let end = |groups: usize| number.groups()[groups - 1].end;
    if american(number, open.is_some()) {
        return found(view, begin, end(3));
    }
    if let Some(groups) = european(number) {
        return found(view, begin, end(groups));
    }
    let count = groups_within(number, DIGITS_MAX);
    let digits = number.digits(count).len();
    let is_date = number.is(&[4, 2, 2], b'-') || number.is(&[4, 2, 2], b'/') || number.is(&[2, 2, 4], b'/');
    let is_money = number.groups()[..count].iter().any(|group| group.separator == b'.') && count == 2;
    let named = digits >= 7 && !is_date && !is_money && near(text, view.floor, begin, view.field, WORDS);
    if named { found(view, begin, end(count)) } else { None }
}

/// `212-555-0100`, `212.555.0100`, `(212) 555-0100`: neither area nor exchange begins with 0 or 1.
fn american(number: &Number, open: bool) -> bool {
    let shape = [3, 3, 4];
    let digits = number.digits(3);
    let separators = |first: u8| {
        let groups = number.groups();
        let same =
            groups.len() == 3 && groups[1].separator == first && matches!(groups[2].separator, b'-' | b'.' | b' ');
        same && (first == b')' || groups[2].separator == first)
    };
    let sizes = number.groups().windows(2).map(|pair| pair[1].digits - pair[0].digits);
    let fits = number.groups().len() == 3 && digits.len() == 10 && number.groups()[0].digits == shape[0];
    fits && sizes.eq([3, 4])
        && digits[0] > 1
        && digits[3] > 1
        && (open && separators(b')') || separators(b'-') || separators(b'.'))
}

/// With a leading zero: pairs as in France, an area code and the rest with a space or slash, or 00 and a country.
fn european(number: &Number) -> Option<usize> {
    let groups = number.groups();
    let digits = number.digits(groups.len());
    let separator = groups.get(1)?.separator;
    if digits[0] != 0 {
        return None;
    }
    if digits[1] == 0 {
        let count = groups_within(number, DIGITS_MAX + 2);
        let fits = digits[2] != 0 && number.digits(count).len() > DIGITS_MIN + 2 && groups[0].digits <= 5;
        return (fits && matches!(separator, b' ' | b'-')).then_some(count);
    }
    if [b' ', b'.', b'-'].iter().any(|&separator| number.is_just(&[2; 5], separator)) {
        return Some(5);
    }
    let fits = matches!(groups[0].digits, 3..=5) && matches!(separator, b' ' | b'/' | b')');
    let within = |count: usize| (9..=12).contains(&number.digits(count).len());
    let count = (2..=groups.len().min(4)).rev().find(|&count| within(count))?;
    fits.then_some(count)
}
