//! What the kinds of the schema look like in JSON, and text to numbers and bytes. Nothing comes back where text is no such value.

use std::ops::RangeInclusive;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::schema::Kind;

const ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, ANY_PADDING);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, ANY_PADDING);

impl Kind {
    /// The end of "expected …", for the sender of something else.
    pub fn expected(self) -> &'static str {
        match self {
            Self::Message(_) => "an object",
            Self::String => "a string",
            Self::Bytes => "a string of base64",
            Self::Id => "a string of hexadecimal digits, two for each byte",
            Self::Bool => "true or false",
            Self::Double => "a number, or \"NaN\", \"Infinity\" or \"-Infinity\"",
            Self::Enum => "the number of the enum value: OTLP/JSON has no enum names",
            Self::Int32 | Self::Sint32 => "an integer of 32 bits",
            Self::Uint32 | Self::Fixed32 => "an integer of 32 bits that is not negative",
            Self::Int64 | Self::Sfixed64 => "an integer of 64 bits, as a number or a decimal string",
            Self::Uint64 | Self::Fixed64 => {
                "an integer of 64 bits that is not negative, as a number or a decimal string"
            }
        }
    }

    /// The integers that a field of this kind can hold; none for what is no integer.
    pub fn range(self) -> Option<RangeInclusive<i128>> {
        Some(match self {
            Self::Enum | Self::Int32 | Self::Sint32 => i128::from(i32::MIN)..=i128::from(i32::MAX),
            Self::Uint32 | Self::Fixed32 => 0..=i128::from(u32::MAX),
            Self::Int64 | Self::Sfixed64 => i128::from(i64::MIN)..=i128::from(i64::MAX),
            Self::Uint64 | Self::Fixed64 => 0..=i128::from(u64::MAX),
            Self::Message(_) | Self::String | Self::Bytes | Self::Id | Self::Bool | Self::Double => return None,
        })
    }
}

/// Integers from -(2^63) to 2^64-1, decimal, without sign `+`, fraction or exponent.
pub fn integer(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    // 20 digits hold every 64-bit integer: longer text is refused before any arithmetic.
    if digits.is_empty() || digits.len() > 20 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// A JSON number with an exponent or a fraction stands for an integer when it is one: `1e3`, `2.0`. serde_json hands
/// over integers beyond 64 bits as doubles too, which round to the open ends of this range and must not pass.
pub fn integral(value: f64) -> Option<i128> {
    let within = -9_223_372_036_854_775_808.0 < value && value < 18_446_744_073_709_551_616.0;
    (within && value.fract() == 0.0).then_some(value as i128)
}

/// A double in a string: the three names of OTLP/JSON, or a finite JSON number.
pub fn double(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        // serde_json would pass over whitespace around the number.
        _ if text.bytes().any(|byte| byte.is_ascii_whitespace()) => None,
        _ => serde_json::from_str(text).ok(),
    }
}

/// Hexadecimal digits of either case to bytes, appended to `out`.
pub fn hex(text: &str, out: &mut Vec<u8>) -> Option<()> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    for pair in digits.chunks_exact(2) {
        out.push(nibble(pair[0])? << 4 | nibble(pair[1])?);
    }
    Some(())
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// Base64 of either alphabet, with or without padding, as the JSON mapping of protobuf asks of a reader.
pub fn base64(text: &str, out: &mut Vec<u8>) -> Option<()> {
    let engine = if text.bytes().any(|byte| matches!(byte, b'-' | b'_')) { URL_SAFE } else { STANDARD };
    engine.decode_vec(text, out).ok()
}
