//! `AnyValue`: what an attribute or a log body holds, and its text.
//!
//! Text of each kind: a string as it is; `true`, `false`; integers in decimal; doubles as the shortest decimal that reads
//! back the same (`1`, `0.1`, `1e21` from 21 digits on, `NaN`, `Infinity`, `-Infinity`); bytes in base64 with padding;
//! arrays and key-value lists as JSON without spaces, in which bytes and the three numbers JSON lacks are strings and an
//! empty value is `null`. A key twice in a key-value list: the last value, in the place of the first.

use std::collections::HashMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::columns::{ShortText, Text, TextBuffer};
use crate::limits::Limits;
use crate::refusal::{Fault, Reason};
use crate::wire::{self, Malformed, Reader, Singular};

const STRING: u32 = wire::len(1);
const BOOL: u32 = wire::varint(2);
const INT: u32 = wire::varint(3);
const DOUBLE: u32 = wire::fixed64(4);
const ARRAY: u32 = wire::len(5);
const KVLIST: u32 = wire::len(6);
const BYTES: u32 = wire::len(7);

const ARRAY_VALUES: u32 = wire::len(1);
const KVLIST_VALUES: u32 = wire::len(1);
const KEY: u32 = wire::len(1);
const VALUE: u32 = wire::len(2);

/// The kind of a value, by the character that stands for it in the `…Types` columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    String = b's',
    Bool = b'b',
    Int = b'i',
    Double = b'd',
    Bytes = b'y',
    Array = b'a',
    KeyValueList = b'k',
    Empty = b'e',
}

impl Kind {
    /// As the columns say it where one value has its own: empty for a string.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "",
            Self::Bool => "b",
            Self::Int => "i",
            Self::Double => "d",
            Self::Bytes => "y",
            Self::Array => "a",
            Self::KeyValueList => "k",
            Self::Empty => "e",
        }
    }
}

/// A decoded value; what is nested in it is still bytes.
#[derive(Clone, Debug)]
pub enum Any<'a> {
    Empty,
    String(Text<'a>),
    Bool(bool),
    Int(i64),
    Double(f64),
    Bytes(&'a [u8]),
    Array(Singular<'a>),
    KeyValueList(Singular<'a>),
}

impl<'a> Any<'a> {
    #[inline]
    pub fn read(mut reader: Reader<'a>) -> Result<Self, Malformed> {
        let mut value = Self::Empty;
        // A oneof: the last member on the wire stands, and two of the same sub-message merge.
        while let Some(tag) = reader.tag()? {
            value = match tag {
                STRING => Self::String(reader.text()?),
                BOOL => Self::Bool(reader.varint()? != 0),
                INT => Self::Int(reader.varint()?.cast_signed()),
                DOUBLE => Self::Double(reader.double()?),
                BYTES => Self::Bytes(reader.bytes()?),
                ARRAY => {
                    let mut array = if let Self::Array(array) = value { array } else { Singular::default() };
                    array.add(reader.message()?);
                    Self::Array(array)
                }
                KVLIST => {
                    let mut list = if let Self::KeyValueList(list) = value { list } else { Singular::default() };
                    list.add(reader.message()?);
                    Self::KeyValueList(list)
                }
                other => {
                    reader.skip(other)?;
                    value
                }
            };
        }
        Ok(value)
    }

    /// The value's text, within the limits; `scratch` is room for it when it is no text yet.
    #[inline]
    pub fn text<'b>(&'b self, scratch: &'b mut TextBuffer, limits: &Limits) -> Result<(Kind, Text<'b>), Fault> {
        if let Self::String(text) = self {
            check_length(*text, limits)?;
            return Ok((Kind::String, *text));
        }
        scratch.clear();
        let kind = self.write(scratch, limits)?;
        let text = scratch.text();
        check_length(text, limits)?;
        Ok((kind, text))
    }

    fn write(&self, out: &mut TextBuffer, limits: &Limits) -> Result<Kind, Fault> {
        Ok(match self {
            Self::Empty => Kind::Empty,
            Self::String(_) => Kind::String,
            Self::Bool(value) => {
                out.push_str(if *value { "true" } else { "false" });
                Kind::Bool
            }
            Self::Int(value) => {
                out.push_str(itoa::Buffer::new().format(*value));
                Kind::Int
            }
            Self::Double(value) => {
                write_double(*value, out);
                Kind::Double
            }
            Self::Bytes(bytes) => {
                check_bytes(bytes.len(), limits)?;
                out.push_str(&BASE64_STANDARD.encode(bytes));
                Kind::Bytes
            }
            Self::Array(_) => {
                self.write_json(out, limits, 0)?;
                Kind::Array
            }
            Self::KeyValueList(_) => {
                self.write_json(out, limits, 0)?;
                Kind::KeyValueList
            }
        })
    }

    /// `depth` is the number of arrays and lists around this value.
    fn write_json(&self, out: &mut TextBuffer, limits: &Limits, depth: usize) -> Result<(), Fault> {
        match self {
            Self::Empty => out.push_str("null"),
            Self::String(text) => out.push_json(*text),
            Self::Double(value) if value.is_finite() => write_double(*value, out),
            Self::Double(_) | Self::Bytes(_) => {
                // The text is ASCII without anything to escape.
                out.push_str("\"");
                self.write(out, limits)?;
                out.push_str("\"");
            }
            Self::Bool(_) | Self::Int(_) => {
                self.write(out, limits)?;
            }
            Self::Array(array) => write_array(array, out, limits, depth + 1)?,
            Self::KeyValueList(list) => write_list(list, out, limits, depth + 1)?,
        }
        check_length(out.text(), limits)
    }
}

fn write_array(array: &Singular<'_>, out: &mut TextBuffer, limits: &Limits, depth: usize) -> Result<(), Fault> {
    check_nested(array, limits, depth)?;
    let mut reader = array.reader();
    let mut separator = "[";
    while let Some(tag) = reader.tag()? {
        if tag == ARRAY_VALUES {
            out.push_str(separator);
            separator = ",";
            Any::read(reader.message()?)?.write_json(out, limits, depth)?;
        } else {
            reader.skip(tag)?;
        }
    }
    out.push_str(if separator == "[" { "[]" } else { "]" });
    Ok(())
}

fn write_list(list: &Singular<'_>, out: &mut TextBuffer, limits: &Limits, depth: usize) -> Result<(), Fault> {
    check_nested(list, limits, depth)?;
    let mut reader = list.reader();
    let mut entries: Vec<(Text<'_>, Singular<'_>)> = Vec::new();
    let mut place_of: HashMap<Text<'_>, usize> = HashMap::new();
    while let Some(tag) = reader.tag()? {
        if tag == KVLIST_VALUES {
            let (key, value) = read_key_value(reader.message()?)?;
            let key = key.all_text()?;
            let place = *place_of.entry(key).or_insert(entries.len());
            if place < entries.len() {
                entries[place].1 = value;
            } else {
                entries.push((key, value));
            }
        } else {
            reader.skip(tag)?;
        }
    }
    out.push_str("{");
    for (place, (key, value)) in entries.iter().enumerate() {
        out.push_str(if place == 0 { "" } else { "," });
        out.push_json(*key);
        out.push_str(":");
        Any::read(value.reader())?.write_json(out, limits, depth)?;
    }
    out.push_str("}");
    Ok(())
}

/// Key (still to be checked as text) and value of a `KeyValue`.
#[inline]
pub fn read_key_value(mut reader: Reader<'_>) -> Result<(Reader<'_>, Singular<'_>), Malformed> {
    let mut key = Reader::new(&[]);
    let mut value = Singular::default();
    while let Some(tag) = reader.tag()? {
        match tag {
            KEY => key = reader.message()?,
            VALUE => value.add(reader.message()?),
            other => reader.skip(other)?,
        }
    }
    Ok((key, value))
}

/// The values that are read the short way.
pub enum Short<'a> {
    String(ShortText<'a>),
    Int(i64),
}

/// Key and value of a `KeyValue` as nearly all are: a key, a string or integer, nothing else, each length in one byte.
/// `None` says only that it looks different, or is wrong, and leaves it to [`read_key_value`].
#[inline]
pub fn read_short_key_value(key_value: &[u8]) -> Option<(&[u8], Short<'_>)> {
    let (&[key_tag, key_length], rest) = key_value.split_first_chunk()?;
    let (key, rest) = rest.split_at_checked(usize::from(key_length))?;
    let (&[value_tag, value_length, kind_tag], value) = rest.split_first_chunk()?;
    let as_expected = [key_tag, value_tag].map(u32::from) == [KEY, VALUE]
        && (key_length | value_length) < 0x80
        && usize::from(value_length) == value.len() + 1;
    match u32::from(kind_tag) {
        STRING if as_expected => Some((key, Short::String(ShortText::check(value)?))),
        INT if as_expected => {
            let mut reader = Reader::new(value);
            let int = reader.varint().ok()?.cast_signed();
            reader.is_empty().then_some((key, Short::Int(int)))
        }
        _ => None,
    }
}

/// What is stored as it is must be within the bound of any value.
#[inline]
pub fn check_length(text: Text<'_>, limits: &Limits) -> Result<(), Fault> {
    check_bytes(text.len(), limits)
}

fn check_nested(nested: &Singular<'_>, limits: &Limits, depth: usize) -> Result<(), Fault> {
    if depth > limits.value_depth_max {
        return Err(Reason::ValueTooDeep.into());
    }
    // Bounds the work before it is done: the text may be shorter, but what is nested is visited once per level.
    check_bytes(nested.encoded_bytes(), limits)
}

#[inline]
fn check_bytes(bytes: usize, limits: &Limits) -> Result<(), Fault> {
    if bytes > limits.value_bytes_max { Err(Reason::ValueOverLimit.into()) } else { Ok(()) }
}

fn write_double(value: f64, out: &mut TextBuffer) {
    let size = value.abs();
    let written = if value.is_nan() {
        out.write_str("NaN")
    } else if size.is_infinite() {
        out.write_str(if value > 0.0 { "Infinity" } else { "-Infinity" })
    } else if size == 0.0 || (1e-6..1e21).contains(&size) {
        write!(out, "{value}")
    } else {
        write!(out, "{value:e}")
    };
    debug_assert!(written.is_ok(), "a buffer takes everything");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8], limits: &Limits) -> Result<(Kind, String), Fault> {
        let any = Any::read(Reader::new(bytes))?;
        let mut scratch = TextBuffer::default();
        any.text(&mut scratch, limits).map(|(kind, text)| (kind, String::from_utf8(text.bytes().to_vec()).unwrap()))
    }

    fn double(value: f64) -> String {
        let mut bytes = vec![0x21];
        bytes.extend(value.to_le_bytes());
        text_of(&bytes, &Limits::default()).unwrap().1
    }

    #[test]
    fn doubles_are_the_shortest_text_that_reads_back() {
        let cases = [
            (1.0, "1"),
            (-0.0, "-0"),
            (0.1, "0.1"),
            (1e20, "100000000000000000000"),
            (1e21, "1e21"),
            (1e-6, "0.000001"),
            (1.5e-7, "1.5e-7"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
            (f64::MAX, "1.7976931348623157e308"),
        ];
        for (value, text) in cases {
            assert_eq!(double(value), text);
        }
    }

    #[test]
    fn the_last_member_of_the_oneof_stands_and_arrays_merge() {
        // array [1], string "a", array [2], array [true]
        let bytes = b"\x2a\x04\x0a\x02\x18\x01\x0a\x01a\x2a\x04\x0a\x02\x18\x02\x2a\x04\x0a\x02\x10\x01";
        assert_eq!(text_of(bytes, &Limits::default()), Ok((Kind::Array, "[2,true]".to_owned())));
        assert_eq!(text_of(b"\x2a\x00\x0a\x01a", &Limits::default()), Ok((Kind::String, "a".to_owned())));
        assert_eq!(text_of(b"", &Limits::default()), Ok((Kind::Empty, String::new())));
    }

    #[test]
    fn a_key_twice_in_a_list_has_its_last_value_in_its_first_place() {
        // {a: 1, b: b"\x00", a: null}
        let bytes = b"\x32\x15\x0a\x07\x0a\x01a\x12\x02\x18\x01\x0a\x08\x0a\x01b\x12\x03\x3a\x01\x00";
        let mut bytes = bytes.to_vec();
        bytes.extend(b"\x0a\x05\x0a\x01a\x12\x00");
        bytes[1] = (bytes.len() - 2) as u8;
        assert_eq!(
            text_of(&bytes, &Limits::default()),
            Ok((Kind::KeyValueList, r#"{"a":null,"b":"AA=="}"#.to_owned()))
        );
    }

    fn nested_arrays(depth: usize) -> Vec<u8> {
        let mut bytes = vec![0x2a, 0x00];
        for _ in 1..depth {
            let mut outer = vec![0x0a];
            crate::columns::push_varint(&mut outer, bytes.len() as u64);
            outer.append(&mut bytes);
            bytes = vec![0x2a];
            crate::columns::push_varint(&mut bytes, outer.len() as u64);
            bytes.append(&mut outer);
        }
        bytes
    }

    #[test]
    fn depth_and_size_are_bounded() {
        let limits = Limits { value_depth_max: 3, value_bytes_max: 6, ..Limits::default() };
        let wide = Limits { value_bytes_max: 100, ..limits.clone() };
        assert_eq!(text_of(&nested_arrays(3), &wide).unwrap().1, "[[[]]]");
        assert_eq!(text_of(&nested_arrays(4), &wide), Err(Reason::ValueTooDeep.into()));
        assert_eq!(text_of(b"\x0a\x066bytes", &limits).unwrap().1, "6bytes");
        assert_eq!(text_of(b"\x0a\x077 bytes", &limits), Err(Reason::ValueOverLimit.into()));
        assert_eq!(text_of(b"\x3a\x05\x00\x00\x00\x00\x00", &limits), Err(Reason::ValueOverLimit.into()));
        assert_eq!(text_of(b"\x18\x80\x80\x80\x01", &limits), Err(Reason::ValueOverLimit.into()));
    }
}
