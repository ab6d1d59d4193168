//! What is looked for by built-in detectors, and what was found.

/// Numbered as in [`DETECTORS`]; rules of a rule set come after.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub enum Detector {
    Card,
    Iban,
    Email,
    Phone,
    UsSsn,
    UkNino,
    DeTaxId,
    FrNir,
    EsDni,
    ItCodiceFiscale,
    NlBsn,
    PlPesel,
    SePersonnummer,
    BrCpf,
    InAadhaar,
    Jwt,
    Authorization,
    ApiKey,
    PrivateKey,
    UriPassword,
    RawParameter,
    Unreadable,
}

/// Name and what is checked, in the order of [`Detector`].
pub const DETECTORS: [(&str, &str); 22] = [
    ("card", "payment card: 13 to 19 digits in one run or in groups, issuer range, Luhn"),
    ("iban", "IBAN: length of its country, mod 97"),
    ("email", "e-mail address: a domain whose last label has two letters or more"),
    ("phone", "telephone: with +, as written in some countries, or near a word for it"),
    ("us_ssn", "US social security number: area, group, serial; near a word for it unless dashed"),
    ("uk_nino", "UK national insurance number: prefixes that are given out, suffix A to D"),
    ("de_tax_id", "German tax id: check digit, digit frequencies; near a word for it unless in groups"),
    ("fr_nir", "French NIR: sex, month, key of two digits"),
    ("es_dni", "Spanish DNI and NIE: check letter"),
    ("it_codice_fiscale", "Italian codice fiscale: shape, check letter"),
    ("nl_bsn", "Dutch BSN: eleven test; near a word for it"),
    ("pl_pesel", "Polish PESEL: date, check digit; near a word for it"),
    ("se_personnummer", "Swedish personnummer: date, Luhn; near a word for it unless dashed"),
    ("br_cpf", "Brazilian CPF: both check digits; near a word for it unless in groups"),
    ("in_aadhaar", "Indian Aadhaar number: Verhoeff; near a word for it unless in groups"),
    ("jwt", "JSON web token: three or five parts, the first of a JSON object"),
    ("authorization", "credentials after Bearer, Basic, Digest"),
    ("api_key", "keys with a prefix: AWS, GitHub, GitLab, Slack, Stripe, Google, npm, PyPI, SendGrid"),
    ("private_key", "PEM block of a private key, also one that is cut off"),
    ("uri_password", "password before the @ of a URI"),
    ("raw_parameter", "RAW(…) and RAW{…} of Camel's endpoint URIs"),
    ("unreadable", "bodies that cannot be looked into: compressed, or in a character set that is not known"),
];

/// Offsets that are kept of one document: enough to show a person; counts go on.
pub const OFFSETS_MAX: usize = 1_000;

/// How often each rule found something. Empty when nothing is to be replaced: then nothing was written either.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Found {
    counts: Vec<(u16, u32)>,
    offsets: Vec<(u16, usize)>,
}

impl Found {
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Rule and count, in the order in which rules were first met.
    pub fn counts(&self) -> &[(u16, u32)] {
        &self.counts
    }

    /// Rule and the byte where it was found, of the first [`OFFSETS_MAX`]; of what is inside an escaped string or in
    /// UTF-16, where the string or the document begins.
    pub fn offsets(&self) -> &[(u16, usize)] {
        &self.offsets
    }

    pub fn total(&self) -> u64 {
        self.counts.iter().map(|&(_, count)| u64::from(count)).sum()
    }

    pub fn add(&mut self, rule: u16, at: usize) {
        match self.counts.iter_mut().find(|(other, _)| *other == rule) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => self.counts.push((rule, 1)),
        }
        if self.offsets.len() < OFFSETS_MAX {
            self.offsets.push((rule, at));
        }
    }
}

/// A part of a text that is to be replaced.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    pub start: usize,
    pub end: usize,
    pub rule: u16,
}
