//! Numbers with check digits: cards, accounts, national ids. Those that say too little by themselves count only beside
//! a word that names them.

use super::checks;
use super::context::near;
use super::found::Detector::{self, *};
use super::number::{Number, is_word};
use super::phone;
use super::text::{Candidate, View};

/// Letters at the front of what is looked for, and one more.
const PREFIX: usize = 7;

const CARD: &[&str] = &["card", "pan", "visa", "mastercard", "maestro", "credit", "debit", "karte", "tarjeta", "carte"];
const SSN: &[&str] = &["ssn", "social security", "social_security", "socialsecurity", "soc sec"];
const TAX: &[&str] = &["steuer", "idnr", "tax", "tin", "identifikationsnummer"];
const NIR: &[&str] = &["nir", "insee", "secu", "sécu", "securite sociale", "sécurité sociale"];
const BSN: &[&str] = &["bsn", "burgerservicenummer", "sofi"];
const PESEL: &[&str] = &["pesel"];
const PERSON: &[&str] = &["personnummer", "personnr", "pnr", "person"];
const CPF: &[&str] = &["cpf", "cadastro"];
const AADHAAR: &[&str] = &["aadhaar", "aadhar", "uidai", "uid"];

/// What is at the first digit of a word.
pub fn at(view: &View, digit: usize) -> Candidate {
    let text = view.text;
    let mut start = digit;
    while start > view.floor && digit - start < PREFIX && is_word(text[start - 1]) {
        start -= 1;
    }
    let end = digit + text[digit..].iter().take_while(|&&byte| is_word(byte)).count();
    if digit - start == PREFIX {
        return Candidate::None(end);
    }
    if let Some(end) = uuid(text, start, end) {
        return Candidate::None(end);
    }
    let found = if start < digit { lettered(view, start, digit, end) } else { numeric(view, start, end) };
    found.unwrap_or(Candidate::None(end))
}

fn found(view: &View, detector: Detector, start: usize, end: usize) -> Option<Candidate> {
    view.is_on(detector).then_some(Candidate::Found { start, end, rule: detector as u16 })
}

/// The end of the UUID that this word is a group of.
fn uuid(text: &[u8], start: usize, end: usize) -> Option<usize> {
    let dash = |at: usize| text.get(at) == Some(&b'-');
    let may_be = matches!(end - start, 4 | 8 | 12) && (dash(end) || start.checked_sub(1).is_some_and(dash));
    let whole = |begin: usize| {
        let group = text.get(begin..begin + 36)?;
        let fits = |(at, &byte): (usize, &u8)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        };
        group.iter().enumerate().all(fits).then_some(begin + 36)
    };
    if !may_be {
        return None;
    }
    [0, 9, 14, 19, 24].into_iter().filter_map(|before| start.checked_sub(before)).find_map(whole)
}

/// Of a word that begins with letters.
fn lettered(view: &View, start: usize, digit: usize, end: usize) -> Option<Candidate> {
    let word = &view.text[start..end];
    match digit - start {
        1 => nie(view, start, word),
        2 => iban(view, start).or_else(|| nino(view, start)),
        3..=6 if word.len() == 16 && checks::it_codice_fiscale(&word.to_ascii_uppercase()) => {
            found(view, ItCodiceFiscale, start, end)
        }
        _ => None,
    }
}

fn nie(view: &View, start: usize, word: &[u8]) -> Option<Candidate> {
    let first = b"XYZ".iter().position(|letter| *letter == word[0])? as u8;
    spanish(view, start, start + 1, &[first])
}

/// Digits after `begin` that make eight with those before, then a letter, with or without a dash.
fn spanish(view: &View, start: usize, begin: usize, before: &[u8]) -> Option<Candidate> {
    let text = view.text;
    let mut at = begin + usize::from(start < begin && text.get(begin) == Some(&b'-'));
    let mut digits = [0; 8];
    digits[..before.len()].copy_from_slice(before);
    for place in &mut digits[before.len()..] {
        *place = text.get(at).filter(|byte| byte.is_ascii_digit())? - b'0';
        at += 1;
    }
    at += usize::from(text.get(at) == Some(&b'-'));
    let letter = *text.get(at)?;
    let ends = text.get(at + 1).is_none_or(|&next| !is_word(next));
    let is_id = ends && checks::es_letter(&digits, letter);
    if is_id { found(view, EsDni, start, at + 1) } else { None }
}

fn iban(view: &View, start: usize) -> Option<Candidate> {
    let text = view.text;
    let upper = |at: usize| text.get(at).map(u8::to_ascii_uppercase);
    let length = checks::iban_length([upper(start)?, upper(start + 1)?]);
    let mut iban = [0; 34];
    let mut at = start;
    for (count, place) in iban[..length].iter_mut().enumerate() {
        // A separator stands after four characters.
        if count > 0 && count % 4 == 0 && matches!(text.get(at), Some(b' ' | b'-')) {
            at += 1;
        }
        *place = upper(at).filter(u8::is_ascii_alphanumeric)?;
        at += 1;
    }
    let ends = text.get(at).is_none_or(|&next| !is_word(next));
    let is_iban = length > 0 && ends && iban[2..4].iter().all(u8::is_ascii_digit) && checks::mod_97(&iban[..length]);
    if is_iban { found(view, Iban, start, at) } else { None }
}

/// Two letters, six digits in pairs or not, a letter A to D.
fn nino(view: &View, start: usize) -> Option<Candidate> {
    let text = view.text;
    let (first, second) = (text[start], text[start + 1]);
    let is_given = b"ABCEGHJKLMNOPRSTWXYZ".contains(&first)
        && b"ABCEGHJKLMNPRSTWXYZ".contains(&second)
        && ![b"BG", b"GB", b"KN", b"NK", b"NT", b"TN", b"ZZ"].contains(&&[first, second]);
    let mut at = start + 2;
    for count in 0..6 {
        at += usize::from(count % 2 == 0 && text.get(at) == Some(&b' '));
        text.get(at).filter(|byte| byte.is_ascii_digit())?;
        at += 1;
    }
    at += usize::from(text.get(at) == Some(&b' '));
    let ends = matches!(text.get(at)?, b'A'..=b'D') && text.get(at + 1).is_none_or(|&next| !is_word(next));
    if is_given && ends { found(view, UkNino, start, at + 1) } else { None }
}

/// Of a word that begins with a digit.
fn numeric(view: &View, start: usize, end: usize) -> Option<Candidate> {
    let text = view.text;
    // Seven digits are the least that anything has.
    if text.len() - start < 7 {
        return None;
    }
    let before = |count: usize| start.checked_sub(count).filter(|&at| at >= view.floor);
    // The digits behind a decimal point, or of the third part of a version.
    if before(2).is_some_and(|at| text[at + 1] == b'.' && text[at].is_ascii_digit()) {
        return None;
    }
    if let Some(at) = before(3)
        && text[at + 2] == b' '
        && text[at..at + 2].iter().all(u8::is_ascii_uppercase)
        && before(4).is_none_or(|at| !is_word(text[at]))
        && let Some(nino) = nino(view, at)
    {
        return Some(nino);
    }
    if let Some(at) = before(2).filter(|&at| text[at + 1] == b'-' && matches!(text[at], b'X' | b'Y' | b'Z'))
        && before(3).is_none_or(|at| !is_word(text[at]))
        && let Some(found) = nie(view, at, &text[at..])
    {
        return Some(found);
    }
    let number = Number::read(text, start);
    let groups = number.groups().len();
    if number.digits(groups).len() < 7 {
        return spanish(view, start, start, &[]);
    }
    card(view, start, &number)
        .or_else(|| national(view, start, &number))
        .or_else(|| if end - start >= 8 { spanish(view, start, start, &[]) } else { None })
        .or_else(|| phone::national(view, start, &number))
}

fn card(view: &View, start: usize, number: &Number) -> Option<Candidate> {
    for count in (1..=number.groups().len()).rev() {
        let digits = number.digits(count);
        let end = number.groups()[count - 1].end;
        let grouped = match number.separator(count) {
            Some(0) => digits.len() != 13 || !checks::is_ean(digits) || is_named(view, start, CARD),
            Some(separator @ (b' ' | b'-')) => {
                let last = digits.len() - number.digits(count - 1).len();
                let fours = [4; 5];
                number.is(&[4, 6, 5], separator)
                    || number.is(&[4, 6, 4], separator)
                    || number.is(&[8, 8], separator)
                    || (4..=6).contains(&count) && last <= 4 && number.is(&fours[..count - 1], separator)
            }
            _ => false,
        };
        if grouped && checks::is_card(digits) {
            return found(view, Card, start, end);
        }
    }
    None
}

fn is_named(view: &View, start: usize, words: &[&str]) -> bool {
    near(view.text, view.floor, start, view.field, words)
}

/// Some way of writing a national id: detector, digits by group, separator, its check, the word that must be near.
type Written = (Detector, &'static [usize], u8, fn(&[u8]) -> bool, Option<&'static [&'static str]>);

const NATIONAL: &[Written] = &[
    (FrNir, &[15], 0, checks::fr_nir, None),
    (FrNir, &[13, 2], b' ', checks::fr_nir, None),
    (FrNir, &[1, 2, 2, 2, 3, 3, 2], b' ', checks::fr_nir, None),
    (FrNir, &[1, 2, 2, 2, 3, 3, 2], b'.', checks::fr_nir, Some(NIR)),
    (UsSsn, &[3, 2, 4], b'-', checks::us_ssn, None),
    (UsSsn, &[3, 2, 4], b' ', checks::us_ssn, Some(SSN)),
    (UsSsn, &[9], 0, checks::us_ssn, Some(SSN)),
    (InAadhaar, &[4, 4, 4], b' ', checks::in_aadhaar, None),
    (InAadhaar, &[4, 4, 4], b'-', checks::in_aadhaar, Some(AADHAAR)),
    (InAadhaar, &[12], 0, checks::in_aadhaar, Some(AADHAAR)),
    (SePersonnummer, &[6, 4], b'-', checks::se_personnummer, None),
    (SePersonnummer, &[8, 4], b'-', checks::se_personnummer, None),
    (SePersonnummer, &[10], 0, checks::se_personnummer, Some(PERSON)),
    (SePersonnummer, &[12], 0, checks::se_personnummer, Some(PERSON)),
    (DeTaxId, &[2, 3, 3, 3], b' ', checks::de_tax_id, None),
    (DeTaxId, &[11], 0, checks::de_tax_id, Some(TAX)),
    (PlPesel, &[11], 0, checks::pl_pesel, Some(PESEL)),
    (BrCpf, &[11], 0, checks::br_cpf, Some(CPF)),
    (NlBsn, &[9], 0, checks::nl_bsn, Some(BSN)),
    (NlBsn, &[4, 2, 3], b'.', checks::nl_bsn, Some(BSN)),
];

fn national(view: &View, start: usize, number: &Number) -> Option<Candidate> {
    let dashed = number.groups().get(3).is_some_and(|last| last.separator == b'-');
    if dashed && number.is(&[3, 3, 3], b'.') && checks::br_cpf(number.digits(4)) {
        return found(view, BrCpf, start, number.groups()[3].end);
    }
    let written = |(detector, shape, separator, check, words): &Written| {
        let fits = number.is_just(shape, *separator)
            && check(number.digits(shape.len()))
            && words.is_none_or(|words| is_named(view, start, words));
        if fits { found(view, *detector, start, number.groups()[shape.len() - 1].end) } else { None }
    };
    NATIONAL.iter().find_map(written)
}
