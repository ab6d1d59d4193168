//! JSON text to protobuf, driven by the schema. One visitor reads every kind of value; the field it stands in decides.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::schema::{Field, Kind, Label, Message};
use super::writer::{Wire, Writer};
use super::{JsonError, scalar};

/// Reads `text` as `message` and gives its protobuf bytes.
pub fn read(message: &'static Message, text: &str, depth_max: usize) -> Result<Vec<u8>, JsonError> {
    // Told here because serde_json's own message would quote a string that stands in the place of the object.
    if !text.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('{') {
        return Err(JsonError { path: String::new(), problem: "expected an object, the export request".into() });
    }
    // Names are longer in JSON than tags: half the text is room enough for what people send.
    let mut transcoder = Transcoder {
        out: Writer::with_capacity(text.len() / 2),
        path: Vec::new(),
        depth: 0,
        depth_max,
        id: Vec::new(),
    };
    let mut json = serde_json::Deserializer::from_str(text);
    match json.deserialize_map(Request { transcoder: &mut transcoder, message }).and_then(|()| json.end()) {
        Ok(()) => Ok(transcoder.out.into_bytes()),
        Err(error) => Err(JsonError { path: path_text(&transcoder.path), problem: error.to_string() }),
    }
}

enum Step {
    Field(&'static str),
    Index(usize),
}

fn path_text(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Field(name) if text.is_empty() => text.push_str(name),
            Step::Field(name) => text.extend([".", name]),
            Step::Index(at) => text.push_str(&format!("[{at}]")),
        }
    }
    text
}

struct Transcoder {
    out: Writer,
    /// Where the reader is. Left as it is by an error, which then knows its place.
    path: Vec<Step>,
    depth: usize,
    depth_max: usize,
    /// The bytes of the id or bytes value being read.
    id: Vec<u8>,
}

impl Transcoder {
    fn enter<E: Error>(&mut self) -> Result<(), E> {
        if self.depth == self.depth_max {
            return Err(E::custom(format_args!("nested deeper than {} levels", self.depth_max)));
        }
        self.depth += 1;
        Ok(())
    }

    fn fields<'de, A: MapAccess<'de>>(&mut self, message: &'static Message, mut map: A) -> Result<(), A::Error> {
        self.enter()?;
        let mut seen = 0u32;
        let mut oneof: Option<&'static str> = None;
        // Writers keep to one order of fields: the search starts behind the field before.
        let mut expected = 0;
        while let Some(found) = map.next_key_seed(Name { message, expected })? {
            let Some(at) = found else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            expected = at + 1;
            let field = &message.fields[at];
            self.path.push(Step::Field(field.name));
            if seen & 1 << at != 0 {
                return Err(A::Error::custom("the field occurs twice in its object"));
            }
            seen |= 1 << at;
            let set = map.next_value_seed(Slot { transcoder: self, field, place: Place::Field })?;
            if set
                && field.label == Label::Oneof
                && let Some(other) = oneof.replace(field.name)
            {
                return Err(A::Error::custom(format_args!("{other} is set too, and only one of them may be")));
            }
            self.path.pop();
        }
        self.depth -= 1;
        Ok(())
    }

    fn elements<'de, A: SeqAccess<'de>>(&mut self, field: &'static Field, mut list: A) -> Result<(), A::Error> {
        self.enter()?;
        let (open, place) = match field.label {
            Label::Packed => (Some(self.out.open(field.number)), Place::Packed),
            _ => (None, Place::Element),
        };
        let mut at = 0;
        self.path.push(Step::Index(at));
        while let Some(set) = list.next_element_seed(Slot { transcoder: self, field, place })? {
            if !set {
                return Err(A::Error::custom("null cannot be an element of a list"));
            }
            at += 1;
            if let Some(last) = self.path.last_mut() {
                *last = Step::Index(at);
            }
        }
        self.path.pop();
        if let Some(open) = open {
            self.out.close(open);
        }
        self.depth -= 1;
        Ok(())
    }
}

/// The top of the text, which must be an object.
struct Request<'t> {
    transcoder: &'t mut Transcoder,
    message: &'static Message,
}

impl<'de> Visitor<'de> for Request<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object, the export request")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.transcoder.fields(self.message, map)
    }
}

/// The name of a field to its index in the message; `None` for a field that OTLP does not know.
struct Name {
    message: &'static Message,
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Option<usize>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let fields = self.message.fields;
        let mut order = (self.expected..fields.len()).chain(0..self.expected);
        Ok(order.find(|&at| fields[at].name == name))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The value of the field's name.
    Field,
    /// An element of a repeated field.
    Element,
    /// An element of a packed field, written without a tag.
    Packed,
}

/// Where one value goes. Reading gives whether the value was set, that is: not null.
struct Slot<'t> {
    transcoder: &'t mut Transcoder,
    field: &'static Field,
    place: Place,
}

impl Slot<'_> {
    /// The kind of a single value here, or nothing where a list must stand.
    fn kind(&self) -> Option<Kind> {
        let list = matches!(self.field.label, Label::Repeated | Label::Packed) && self.place == Place::Field;
        (!list).then_some(self.field.kind)
    }

    fn mismatch<T, E: Error>(&self) -> Result<T, E> {
        Err(E::custom(format_args!(
            "expected {}",
            match self.kind() {
                None => "an array",
                Some(kind) => kind.expected(),
            }
        )))
    }

    /// Whether a value may be left out of the bytes because it is the default of a field without presence.
    fn implied(&self, default: bool) -> bool {
        default && self.place == Place::Field && self.field.label == Label::Plain
    }

    fn tag(&mut self, wire: Wire) {
        if self.place != Place::Packed {
            self.transcoder.out.tag(self.field.number, wire);
        }
    }

    fn delimited(self, bytes: &[u8]) -> bool {
        if !self.implied(bytes.is_empty()) {
            let out = &mut self.transcoder.out;
            out.tag(self.field.number, Wire::Delimited);
            out.varint(bytes.len() as u64);
            out.raw(bytes);
        }
        true
    }

    fn number<E: Error>(self, double: f64, integer: Option<i128>) -> Result<bool, E> {
        match self.kind() {
            Some(Kind::Double) => self.double(Some(double)),
            Some(kind) => self.integer(kind, integer),
            None => self.mismatch(),
        }
    }

    /// Writes an integer, or refuses what the kind cannot hold, which is everything for a kind that is no integer.
    fn integer<E: Error>(mut self, kind: Kind, value: Option<i128>) -> Result<bool, E> {
        let Some(value) = value.filter(|value| kind.range().is_some_and(|range| range.contains(value))) else {
            return self.mismatch();
        };
        if self.implied(value == 0) {
            return Ok(true);
        }
        // Two's complement: the low bits of the i128 are the value in every width.
        let low = value as u64;
        match kind {
            Kind::Fixed32 => {
                self.tag(Wire::Fixed32);
                self.transcoder.out.raw(&(low as u32).to_le_bytes());
            }
            Kind::Fixed64 | Kind::Sfixed64 => {
                self.tag(Wire::Fixed64);
                self.transcoder.out.raw(&low.to_le_bytes());
            }
            Kind::Sint32 => {
                self.tag(Wire::Varint);
                let value = low as i32;
                self.transcoder.out.varint(u64::from((value << 1 ^ value >> 31) as u32));
            }
            _ => {
                self.tag(Wire::Varint);
                self.transcoder.out.varint(low);
            }
        }
        Ok(true)
    }

    fn double<E: Error>(mut self, value: Option<f64>) -> Result<bool, E> {
        let Some(value) = value else {
            return self.mismatch();
        };
        // A negative zero is no default: protobuf compares the bits.
        if !self.implied(value.to_bits() == 0) {
            self.tag(Wire::Fixed64);
            self.transcoder.out.raw(&value.to_le_bytes());
        }
        Ok(true)
    }

    fn bytes<E: Error>(self, text: &str, read: fn(&str, &mut Vec<u8>) -> Option<()>) -> Result<bool, E> {
        let mut bytes = std::mem::take(&mut self.transcoder.id);
        bytes.clear();
        if read(text, &mut bytes).is_none() {
            return self.mismatch();
        }
        let Slot { transcoder, field, place } = self;
        let set = Slot { transcoder: &mut *transcoder, field, place }.delimited(&bytes);
        transcoder.id = bytes;
        Ok(set)
    }
}

impl<'de> DeserializeSeed<'de> for Slot<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Slot<'_> {
    type Value = bool;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_bool<E: Error>(mut self, value: bool) -> Result<bool, E> {
        let Some(Kind::Bool) = self.kind() else {
            return self.mismatch();
        };
        if !self.implied(!value) {
            self.tag(Wire::Varint);
            self.transcoder.out.push(u8::from(value));
        }
        Ok(true)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<bool, E> {
        self.number(value as f64, Some(i128::from(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<bool, E> {
        self.number(value as f64, Some(i128::from(value)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<bool, E> {
        self.number(value, scalar::integral(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        match self.kind() {
            Some(Kind::String) => Ok(self.delimited(text.as_bytes())),
            Some(Kind::Id) => self.bytes(text, scalar::hex),
            Some(Kind::Bytes) => self.bytes(text, scalar::base64),
            Some(Kind::Double) => self.double(scalar::double(text)),
            // The specification forbids the names of enums, and a number in a string is one step from a name.
            Some(Kind::Enum) => self.mismatch(),
            Some(kind) => self.integer(kind, scalar::integer(text)),
            None => self.mismatch(),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<bool, A::Error> {
        match self.kind() {
            None => self.transcoder.elements(self.field, list).map(|()| true),
            Some(_) => self.mismatch(),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        let Some(Kind::Message(message)) = self.kind() else {
            return self.mismatch();
        };
        let open = self.transcoder.out.open(self.field.number);
        self.transcoder.fields(message, map)?;
        self.transcoder.out.close(open);
        Ok(true)
    }
}
