//! Tokens by how they begin.

use aho_corasick::{AhoCorasick, MatchKind};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::found::Detector::{self, *};
use super::found::Hit;
use super::keyed::raw_end;
use super::text::{View, is_boundary};

/// Detector, beginning, the least and the most letters that follow, and whether `-` and `_` are among them.
type Prefix = (Detector, &'static str, usize, usize, bool);

const PREFIXES: &[Prefix] = &[
    (ApiKey, "AKIA", 16, 16, false),
    (ApiKey, "ASIA", 16, 16, false),
    (ApiKey, "ghp_", 36, 255, false),
    (ApiKey, "gho_", 36, 255, false),
    (ApiKey, "ghu_", 36, 255, false),
    (ApiKey, "ghs_", 36, 255, false),
    (ApiKey, "ghr_", 36, 255, false),
    (ApiKey, "github_pat_", 22, 255, true),
    (ApiKey, "glpat-", 20, 255, true),
    (ApiKey, "xoxb-", 10, 255, true),
    (ApiKey, "xoxp-", 10, 255, true),
    (ApiKey, "xoxa-", 10, 255, true),
    (ApiKey, "xoxs-", 10, 255, true),
    (ApiKey, "xoxr-", 10, 255, true),
    (ApiKey, "xapp-", 10, 255, true),
    (ApiKey, "sk_live_", 10, 255, false),
    (ApiKey, "sk_test_", 10, 255, false),
    (ApiKey, "rk_live_", 10, 255, false),
    (ApiKey, "rk_test_", 10, 255, false),
    (ApiKey, "whsec_", 16, 255, false),
    (ApiKey, "AIza", 35, 35, true),
    (ApiKey, "GOCSPX-", 20, 255, true),
    (ApiKey, "ya29.", 20, 2048, true),
    (ApiKey, "npm_", 36, 36, false),
    (ApiKey, "pypi-", 40, 2048, true),
    (ApiKey, "SG.", 40, 255, true),
];
/// What begins otherwise, after the prefixes.
const OTHERS: &[(Detector, &str)] = &[
    (Jwt, "eyJ"),
    (PrivateKey, "-----BEGIN "),
    (UriPassword, "://"),
    (RawParameter, "RAW("),
    (RawParameter, "RAW{"),
    (Authorization, "Bearer "),
    (Authorization, "bearer "),
    (Authorization, "BEARER "),
    (Authorization, "Basic "),
    (Authorization, "basic "),
    (Authorization, "BASIC "),
];

pub struct Beginnings(AhoCorasick);

impl Beginnings {
    pub fn new() -> Self {
        let words = PREFIXES.iter().map(|prefix| prefix.1).chain(OTHERS.iter().map(|other| other.1));
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words);
        Self(automaton.expect("a few short words are within the automaton's limits"))
    }

    pub fn is_in(&self, text: &[u8]) -> bool {
        self.0.is_match(text)
    }
}

pub fn scan(view: &View, hits: &mut Vec<Hit>) {
    let text = view.text;
    // Where the run of the last web token ended that was none: what begins within it is not read again.
    let (mut from, mut tried) = (0, 0);
    while let Some(found) = view.rules.beginnings.0.find(&text[from..]) {
        let (at, pattern) = (from + found.start(), found.pattern().as_usize());
        from += found.end();
        let prefix = PREFIXES.get(pattern);
        let detector = prefix.map_or_else(|| OTHERS[pattern - PREFIXES.len()].0, |prefix| prefix.0);
        if !view.is_on(detector) {
            continue;
        }
        let hit = match (prefix, detector) {
            (Some(prefix), _) => prefixed(text, at, prefix).map(|end| (at, end)),
            (_, Jwt) if at < tried || !is_boundary(text, at) => None,
            (_, Jwt) => {
                tried = run(text, at, usize::MAX, b"-_.");
                is_jwt(&text[at..tried]).then_some((at, tried))
            }
            _ => other(text, at, from, detector),
        };
        if let Some((start, end)) = hit {
            hits.push(Hit { start, end, rule: detector as u16 });
            from = end.max(from);
        }
    }
}

fn other(text: &[u8], at: usize, from: usize, detector: Detector) -> Option<(usize, usize)> {
    match detector {
        PrivateKey => Some((at, pem_end(text, at)?)),
        UriPassword => password_before_host(text, from),
        Authorization => Some((from, credentials_end(text, at, from)?)),
        _ if at > 0 && text[at - 1] == b'=' => Some((at, raw_end(text, at))),
        _ => None,
    }
}

fn run(text: &[u8], from: usize, most: usize, more: &[u8]) -> usize {
    let fits = |byte: &&u8| byte.is_ascii_alphanumeric() || more.contains(byte);
    from + text[from..].iter().take(most).take_while(fits).count()
}

fn prefixed(text: &[u8], at: usize, &(_, begin, least, most, dashes): &Prefix) -> Option<usize> {
    let from = at + begin.len();
    let more: &[u8] = if begin == "SG." { b"-_." } else { b"-_" };
    let end = run(text, from, most + 1, if dashes { more } else { b"" });
    (is_boundary(text, at) && end - from >= least && end - from <= most).then_some(end)
}

/// Three parts, or five of an encrypted one; the first is the base64 of `{"…`.
fn is_jwt(token: &[u8]) -> bool {
    let mut parts = token.split(|&byte| byte == b'.');
    let (header, payload) = (parts.next(), parts.next());
    header.is_some_and(|header| header.len() >= 8)
        && payload.is_some_and(|payload| payload.len() >= 4 || parts.count() >= 3)
}

/// Bytes of the longest first line of a PEM block.
const LABEL: usize = 64;

/// Past the last line of a private key, or the end of a text that was cut.
fn pem_end(text: &[u8], at: usize) -> Option<usize> {
    let line = &text[at..text.len().min(at + LABEL)];
    let label = memchr::memmem::find(line, b"PRIVATE KEY")?;
    let body = at + label;
    let Some(end) = memchr::memmem::find(&text[body..], b"-----END ") else { return Some(text.len()) };
    let last = body + end + b"-----END ".len();
    Some(
        memchr::memmem::find(&text[last..text.len().min(last + LABEL)], b"-----")
            .map_or(text.len(), |at| last + at + 5),
    )
}

/// Between the colon and the last `@` of an authority that begins at `from`.
fn password_before_host(text: &[u8], from: usize) -> Option<(usize, usize)> {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"/?#\"'<>\\".contains(byte);
    let authority = text[from..].iter().position(ends).map_or(&text[from..], |end| &text[from..from + end]);
    let at = memchr::memrchr(b'@', authority)?;
    let is_marker = |colon: &usize| authority[..*colon].ends_with(b"[redacted");
    let colon = memchr::memchr_iter(b':', &authority[..at]).find(|colon| !is_marker(colon))?;
    (at > colon + 1 && !authority[colon + 1..].starts_with(b"[redacted:")).then_some((from + colon + 1, from + at))
}

/// Letters that follow a scheme, and are no word of a sentence.
fn credentials_end(text: &[u8], at: usize, from: usize) -> Option<usize> {
    let end = run(text, from, usize::MAX, b"-._~+/=");
    let token = &text[from..end];
    let bare = token.iter().rposition(|&byte| byte != b'=').map_or(token, |last| &token[..=last]);
    let is_token = if text[at].eq_ignore_ascii_case(&b'b') && text[at + 1].eq_ignore_ascii_case(&b'a') {
        let decoded = STANDARD_NO_PAD.decode(bare).or_else(|_| URL_SAFE_NO_PAD.decode(bare));
        decoded.is_ok_and(|pair| pair.contains(&b':'))
    } else {
        token.len() >= 32 || token.len() >= 8 && token.iter().any(u8::is_ascii_digit)
    };
    (is_boundary(text, at) && is_token).then_some(end)
}
