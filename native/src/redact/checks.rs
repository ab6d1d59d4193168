//! Check digits of numbers that people have. All take digits as values 0 to 9 unless they say otherwise.

pub fn luhn(digits: &[u8]) -> bool {
    let doubled = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let weighed = |(at, &digit): (usize, &u8)| u32::from(if at % 2 == 1 { doubled(digit) } else { digit });
    digits.iter().rev().enumerate().map(weighed).sum::<u32>() % 10 == 0
}

/// ISO 7064 MOD 97-10 of an IBAN in capitals without separators.
pub fn mod_97(iban: &[u8]) -> bool {
    let turned = iban[4..].iter().chain(&iban[..4]);
    let rest = turned.fold(0u32, |rest, &byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    });
    rest == 1
}

fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number, &digit| number * 10 + u64::from(digit))
}

fn weighed(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(&digit, weight)| u32::from(digit) * weight).sum()
}

/// Length of an IBAN by its country, 0 for none. The registry of SWIFT, release 99.
pub fn iban_length(country: [u8; 2]) -> usize {
    const LENGTHS: &str = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28\
        EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21\
        LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18\
        SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";
    let row = LENGTHS.as_bytes().chunks_exact(4).find(|row| row[..2] == country);
    row.map_or(0, |row| usize::from(row[2] - b'0') * 10 + usize::from(row[3] - b'0'))
}

/// Issuer ranges of payment cards, with the lengths that the issuer gives out.
pub fn is_card(digits: &[u8]) -> bool {
    let length = digits.len();
    if !(13..=19).contains(&length) {
        return false;
    }
    let first = |count: usize| number(&digits[..count]);
    let issued = match (first(1), first(2), first(3), first(4)) {
        (4, ..) => matches!(length, 13 | 16 | 19),
        (_, 51..=55, ..) | (_, _, _, 2221..=2720) => length == 16,
        (_, 34 | 37, ..) => length == 15,
        (_, 36 | 38 | 39, ..) | (_, _, 300..=305, _) => matches!(length, 14 | 16 | 19),
        (_, 65 | 62 | 81, ..) | (_, _, 644..=649 | 508, _) | (_, _, _, 6011 | 3528..=3589 | 2200..=2204) => {
            length >= 16
        }
        (_, _, _, 5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761..=6763) => true,
        _ => false,
    };
    issued && luhn(digits)
}

pub fn is_ean(digits: &[u8]) -> bool {
    let weighed = |(at, &digit): (usize, &u8)| u32::from(digit) * if at % 2 == 1 { 3 } else { 1 };
    digits.len() == 13 && digits.iter().enumerate().map(weighed).sum::<u32>() % 10 == 0
}

/// Area, group, serial of a social security number: none is all zeros, some areas are not given out.
pub fn us_ssn(digits: &[u8]) -> bool {
    let area = number(&digits[..3]);
    digits.len() == 9
        && area != 0
        && area != 666
        && area < 900
        && number(&digits[3..5]) != 0
        && number(&digits[5..]) != 0
        && !matches!(number(digits), 123_456_789 | 78_051_120 | 219_099_999)
}

/// ISO 7064 MOD 11,10, and one digit of the first ten that is there twice or three times.
pub fn de_tax_id(digits: &[u8]) -> bool {
    if digits.len() != 11 || digits[0] == 0 {
        return false;
    }
    let mut seen = [0u8; 10];
    digits[..10].iter().for_each(|&digit| seen[usize::from(digit)] += 1);
    let repeated = seen.iter().filter(|&&count| count > 1).count();
    let product = digits[..10].iter().fold(10u32, |product, &digit| {
        let sum = (u32::from(digit) + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    repeated == 1 && seen.iter().all(|&count| count <= 3) && (11 - product) % 10 == u32::from(digits[10])
}

/// Sex, year, month, department … and 97 less the rest as key.
pub fn fr_nir(digits: &[u8]) -> bool {
    digits.len() == 15
        && matches!(digits[0], 1..=4 | 7 | 8)
        && matches!(number(&digits[3..5]), 1..=12 | 20..=42 | 50..=99)
        && 97 - number(&digits[..13]) % 97 == number(&digits[13..])
}

/// The letter of a DNI, of which X, Y, Z at the front of a NIE are 0, 1, 2.
pub fn es_letter(digits: &[u8], letter: u8) -> bool {
    digits.len() == 8 && b"TRWAGMYFPDXBNJZSQVHLCKE"[(number(digits) % 23) as usize] == letter
}

/// A codice fiscale in capitals, 16 letters and digits, letters for digits (omocodia) included.
pub fn it_codice_fiscale(code: &[u8]) -> bool {
    const ODD: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let shape = |(at, byte): (usize, &u8)| match at {
        0..=5 | 8 | 11 | 15 => byte.is_ascii_uppercase(),
        _ => byte.is_ascii_digit() || b"LMNPQRSTUV".contains(byte),
    };
    if code.len() != 16 || !code.iter().enumerate().all(shape) || !b"ABCDEHLMPRST".contains(&code[8]) {
        return false;
    }
    let value = |byte: u8| u32::from(if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' });
    let weighed = |(at, &byte): (usize, &u8)| if at % 2 == 0 { ODD[value(byte) as usize] } else { value(byte) };
    code[..15].iter().enumerate().map(weighed).sum::<u32>() % 26 == u32::from(code[15] - b'A')
}

pub fn nl_bsn(digits: &[u8]) -> bool {
    let sum = weighed(digits, &[9, 8, 7, 6, 5, 4, 3, 2]);
    digits.len() == 9 && number(digits) != 0 && sum % 11 == u32::from(digits[8]) % 11
}

pub fn pl_pesel(digits: &[u8]) -> bool {
    digits.len() == 11
        && matches!(number(&digits[2..4]) % 20, 1..=12)
        && matches!(number(&digits[4..6]), 1..=31)
        && weighed(digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10)
}

/// Ten digits, or twelve with the century; days from 61 are those of a coordination number.
pub fn se_personnummer(digits: &[u8]) -> bool {
    let ten = match digits.len() {
        12 if matches!(number(&digits[..2]), 18..=20) => &digits[2..],
        10 => digits,
        _ => return false,
    };
    matches!(number(&ten[2..4]), 1..=12) && matches!(number(&ten[4..6]), 1..=31 | 61..=91) && luhn(ten)
}

pub fn br_cpf(digits: &[u8]) -> bool {
    let check = |count: usize| {
        let weighed = |(at, &digit): (usize, &u8)| u32::from(digit) * (count as u32 + 1 - at as u32);
        digits[..count].iter().enumerate().map(weighed).sum::<u32>() * 10 % 11 % 10
    };
    digits.len() == 11
        && digits.iter().any(|&digit| digit != digits[0])
        && check(9) == u32::from(digits[9])
        && check(10) == u32::from(digits[10])
}

/// Verhoeff's check of twelve digits, the first 2 to 9.
pub fn in_aadhaar(digits: &[u8]) -> bool {
    /// The dihedral group of ten: turns, then reflections.
    fn times(a: u8, b: u8) -> u8 {
        match (a < 5, b < 5) {
            (true, true) => (a + b) % 5,
            (true, false) => (a + b) % 5 + 5,
            (false, true) => (a + 5 - b) % 5 + 5,
            (false, false) => (a + 5 - b) % 5,
        }
    }
    const TURN: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let turned = |at: usize, digit: u8| (0..at % 8).fold(digit, |digit, _| TURN[usize::from(digit)]);
    digits.len() == 12
        && digits[0] > 1
        && digits.iter().rev().enumerate().fold(0, |sum, (at, &digit)| times(sum, turned(at, digit))) == 0
}
