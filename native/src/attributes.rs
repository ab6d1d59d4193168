//! Lists of `KeyValue` into a map column.
//!
//! How to use it, for a list of attributes of one record:
//!
//! ```text
//! ATTRIBUTES => attributes.push(reader.message()?, limits)?,   // for each KeyValue, as it comes
//! attributes.close();                                          // ends the list, one row of the map
//! types.push(attributes.kinds());                              // if the table has a …Types column
//! attributes.watched(SERVICE_NAME)                             // the value of a key named in `watch`, if it came
//! ```
//!
//! [`Fault::Refused`] from `push` means: refuse the record and roll it back (the marks of this column are those of the
//! map); the list that was open is forgotten with it.
//!
//! Why it is fast: the same instrumentation sends the same keys in the same order, so the key that followed the previous
//! key last time is tried first, and a comparison replaces hash, look-up and UTF-8 check. A key seen twice in one list is
//! found by a number on the key, without a set.

use std::collections::HashMap;
use std::io;

use arrow_array::ArrayRef;
use arrow_schema::ArrowError;

use crate::columns::{Column, Lc, Map, Marks, Part, Text, TextBuffer, TextColumn, Undo};
use crate::limits::Limits;
use crate::refusal::{Fault, Reason};
use crate::sink::Sink;
use crate::value::{Any, Kind, Short, check_length, read_key_value, read_short_key_value};
use crate::wire::Reader;

/// What is remembered about a key. State 0 is that of the place before the first key.
#[derive(Clone, Copy, Default)]
struct KeyState {
    /// The state of the key that came after this one last time; 0 if none did yet.
    next: u32,
    /// The last list this key was in.
    list: u32,
    /// One more than its place among the watched keys, 0 if it is none.
    watch: u32,
}

pub struct Attributes<V: TextColumn> {
    map: Map<Lc, V>,
    states: Vec<KeyState>,
    watch: &'static [&'static str],
    list: OpenList<V>,
    scratch: TextBuffer,
}

/// The list that is being filled, or that was closed last.
struct OpenList<V: TextColumn> {
    number: u32,
    open: bool,
    /// State of the last key.
    state: u32,
    /// Where its values begin.
    cursor: usize,
    /// Of each value; empty as long as all are strings.
    kinds: TextBuffer,
    repeated: bool,
    /// For each watched key, where its value is.
    watched: Vec<Option<V::Place>>,
}

impl<V: TextColumn> Default for Attributes<V> {
    fn default() -> Self {
        Self {
            map: Map::default(),
            states: vec![KeyState::default()],
            watch: &[],
            list: OpenList {
                number: 0,
                open: false,
                state: 0,
                cursor: 0,
                kinds: TextBuffer::default(),
                repeated: false,
                watched: Vec::new(),
            },
            scratch: TextBuffer::default(),
        }
    }
}

impl<V: TextColumn> Attributes<V> {
    /// Names the keys that [`Attributes::watched`] can be asked for, by their place. Before the first row.
    pub fn watch(mut self, keys: &'static [&'static str]) -> Self {
        self.watch = keys;
        self.list.watched = vec![None; keys.len()];
        self
    }

    /// Adds a `KeyValue` to the open list.
    #[inline]
    pub fn push(&mut self, key_value: Reader<'_>, limits: &Limits) -> Result<(), Fault> {
        if !self.list.open {
            self.begin();
        }
        let at = self.map.keys.rows() - self.map.open_start();
        if at >= limits.attributes_max {
            return Err(Reason::AttributesOverLimit.into());
        }
        // The short way cannot fail: whatever is not as expected goes the long way, which also says what is wrong.
        if let Some((key, value)) = read_short_key_value(key_value.rest())
            && self.push_expected_key(key)
        {
            match value {
                Short::String(text) => {
                    self.map.values.push_short(text);
                    return self.note(at, Kind::String, text.text(), limits);
                }
                Short::Int(int) => {
                    let mut digits = itoa::Buffer::new();
                    let text = Text::from(digits.format(int));
                    self.map.values.push(text);
                    return self.note(at, Kind::Int, text, limits);
                }
            }
        }
        self.push_any(key_value, at, limits)
    }

    /// A `KeyValue` of any shape. `at` is its place in the list.
    #[inline(never)]
    fn push_any(&mut self, key_value: Reader<'_>, at: usize, limits: &Limits) -> Result<(), Fault> {
        let (key, value) = read_key_value(key_value)?;
        if !self.push_expected_key(key.rest()) {
            self.push_key(key.all_text()?, limits)?;
        }
        let value = Any::read(value.reader())?;
        let mut scratch = std::mem::take(&mut self.scratch);
        let (kind, text) = value.text(&mut scratch, limits)?;
        self.map.values.push(text);
        self.note(at, kind, text, limits)?;
        self.scratch = scratch;
        Ok(())
    }

    /// Remembers about the attribute whose key and value were pushed last: its kind, that the key was in this list, and
    /// where its value `text` is, if that is watched.
    #[inline]
    fn note(&mut self, at: usize, kind: Kind, text: Text<'_>, limits: &Limits) -> Result<(), Fault> {
        let kinds = &mut self.list.kinds;
        if kind != Kind::String || !kinds.is_empty() {
            while kinds.len() < at {
                kinds.push_ascii(Kind::String as u8);
            }
            kinds.push_ascii(kind as u8);
        }
        let state = &mut self.states[self.list.state as usize];
        self.list.repeated |= state.list == self.list.number;
        state.list = self.list.number;
        if state.watch > 0 {
            self.list.watched[state.watch as usize - 1] = Some(self.map.values.last_place(text));
        }
        check_length(text, limits)
    }

    /// Pushes the key and makes it the list's last one, if it is the one that came here last time.
    #[inline]
    fn push_expected_key(&mut self, key: &[u8]) -> bool {
        let expected = self.states[self.list.state as usize].next;
        let id = expected.wrapping_sub(1);
        let found = self.map.keys.dictionary().get(id).is_some_and(|text| text.is(key));
        if found {
            self.list.state = expected;
            self.map.keys.push_id(id);
        }
        found
    }

    /// Pushes any key and makes it the list's last one.
    #[inline(never)]
    fn push_key(&mut self, text: Text<'_>, limits: &Limits) -> Result<(), Fault> {
        check_length(text, limits)?;
        let id = self.map.keys.dictionary_mut().id(text);
        let state = id + 1;
        if state as usize == self.states.len() {
            let watch = self.watch.iter().position(|watched| watched.as_bytes() == text.bytes());
            self.states.push(KeyState { watch: watch.map_or(0, |place| place as u32 + 1), ..KeyState::default() });
        }
        self.states[self.list.state as usize].next = state;
        self.list.state = state;
        self.map.keys.push_id(id);
        Ok(())
    }

    fn begin(&mut self) {
        let list = &mut self.list;
        // 32 bits are enough: a list is at least a byte of a batch that is bounded to less.
        list.number = list.number.wrapping_add(1);
        list.open = true;
        list.state = 0;
        list.cursor = self.map.values.cursor();
        list.kinds.clear();
        list.repeated = false;
        list.watched.fill(None);
    }

    /// Ends the list, which is empty if nothing was pushed: one more row.
    #[inline]
    pub fn close(&mut self) {
        if !self.list.open {
            self.begin();
        }
        if self.list.repeated {
            self.drop_repeated();
        }
        self.map.close();
        self.list.open = false;
    }

    /// Of keys that came several times the last value stands, in the place of the first.
    #[cold]
    fn drop_repeated(&mut self) {
        let start = self.map.open_start();
        let ids = self.map.keys.ids()[start..].to_vec();
        let mut kept: Vec<u32> = Vec::new();
        let mut last: Vec<usize> = Vec::new();
        let mut place_of: HashMap<u32, usize> = HashMap::new();
        for (at, &id) in ids.iter().enumerate() {
            let place = *place_of.entry(id).or_insert(kept.len());
            if place < kept.len() {
                last[place] = at;
            } else {
                kept.push(id);
                last.push(at);
            }
        }
        let list = &mut self.list;
        let places = self.map.values.places_from(list.cursor);
        let places: Vec<V::Place> = last.iter().map(|&at| places[at]).collect();
        self.map.keys.replace_from(start, &kept);
        let places = self.map.values.rearrange_from(list.cursor, &places);
        let kinds: Vec<u8> = last.iter().filter_map(|&at| list.kinds.text().bytes().get(at).copied()).collect();
        list.kinds.clear();
        if kinds.iter().any(|&kind| kind != Kind::String as u8) {
            kinds.into_iter().for_each(|kind| list.kinds.push_ascii(kind));
        }
        for (id, place) in kept.into_iter().zip(places) {
            if let Some(watch) = self.states[id as usize + 1].watch.checked_sub(1) {
                list.watched[watch as usize] = Some(place);
            }
        }
    }

    /// The kinds of the list closed last, one character each; empty if all are strings.
    pub fn kinds(&self) -> Text<'_> {
        self.list.kinds.text()
    }

    /// Value of a watched key in the list closed last, as text.
    pub fn watched(&self, key: usize) -> Option<Text<'_>> {
        Some(self.map.values.text((*self.list.watched.get(key)?)?))
    }

    /// Keys and values of the list closed last, in order.
    pub fn last(&self) -> impl Iterator<Item = (Text<'_>, Text<'_>)> + '_ {
        let keys = self.map.rows().checked_sub(1).map_or(&[][..], |row| &self.map.keys.ids()[self.map.range(row)]);
        keys.iter().map(|&key| self.map.keys.text(key)).zip(self.map.values.texts_from(self.list.cursor))
    }

    pub fn map(&self) -> &Map<Lc, V> {
        &self.map
    }
}

impl<V: TextColumn> Column for Attributes<V> {
    fn type_name(&self) -> String {
        self.map.type_name()
    }

    fn rows(&self) -> usize {
        self.map.rows()
    }

    fn bytes(&self) -> usize {
        self.map.bytes()
    }

    fn mark(&self, marks: &mut Marks) {
        self.map.mark(marks);
    }

    fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.map.rollback(undo);
        self.states.truncate(self.map.keys.dictionary().len() + 1);
        self.list.open = false;
        // What was said about the list that is gone must not be taken for the next row's.
        self.list.watched.fill(None);
    }

    fn write_prefix(&self, out: &mut Sink<'_>) -> io::Result<()> {
        self.map.write_prefix(out)
    }

    fn write(&self, parts: &[Part], out: &mut Sink<'_>) -> io::Result<()> {
        self.map.write(parts, out)
    }

    fn arrow(&self, parts: &[Part]) -> Result<ArrayRef, ArrowError> {
        self.map.arrow(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::Strings;

    /// `KeyValue` with a string value.
    fn pair(key: &str, value: &str) -> Vec<u8> {
        let mut bytes = vec![0x0a, key.len() as u8];
        bytes.extend(key.as_bytes());
        bytes.extend([0x12, value.len() as u8 + 2, 0x0a, value.len() as u8]);
        bytes.extend(value.as_bytes());
        bytes
    }

    fn fill<V: TextColumn>(attributes: &mut Attributes<V>, pairs: &[(&str, &str)]) {
        for (key, value) in pairs {
            attributes.push(Reader::new(&pair(key, value)), &Limits::default()).unwrap();
        }
        attributes.close();
    }

    fn last<V: TextColumn>(attributes: &Attributes<V>) -> Vec<(String, String)> {
        let text = |text: Text<'_>| String::from_utf8(text.bytes().to_vec()).unwrap();
        attributes.last().map(|(key, value)| (text(key), text(value))).collect()
    }

    fn check_repeated<V: TextColumn>() {
        let mut attributes = Attributes::<V>::default().watch(&["a"]);
        fill(&mut attributes, &[("x", "0"), ("a", "00")]);
        fill(&mut attributes, &[("a", "1"), ("b", "2"), ("a", "33"), ("c", ""), ("b", "4"), ("a", "five")]);
        let expected = [("a", "five"), ("b", "4"), ("c", "")].map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(last(&attributes), expected);
        assert_eq!(attributes.watched(0), Some("five".into()));
        assert_eq!(attributes.map().range(1), 2..5);
        fill(&mut attributes, &[("b", "6")]);
        assert_eq!(attributes.watched(0), None);
        assert_eq!(last(&attributes), [("b".to_owned(), "6".to_owned())]);
    }

    #[test]
    fn the_last_of_equal_keys_stands_in_the_first_place() {
        check_repeated::<Strings>();
        check_repeated::<Lc>();
    }

    #[test]
    fn kinds_are_said_only_when_one_is_no_string() {
        let mut attributes = Attributes::<Strings>::default();
        fill(&mut attributes, &[("a", "1")]);
        assert_eq!(attributes.kinds(), "".into());
        attributes.push(Reader::new(&pair("a", "1")), &Limits::default()).unwrap();
        attributes.push(Reader::new(b"\x0a\x01b\x12\x02\x18\x07"), &Limits::default()).unwrap();
        attributes.push(Reader::new(b""), &Limits::default()).unwrap();
        attributes.close();
        assert_eq!(attributes.kinds(), "sie".into());
    }

    #[test]
    fn a_list_that_was_rolled_back_is_forgotten() {
        let mut attributes = Attributes::<Strings>::default().watch(&["b"]);
        fill(&mut attributes, &[("a", "1")]);
        let mut marks = Marks::default();
        attributes.mark(&mut marks);
        attributes.push(Reader::new(&pair("b", "2")), &Limits::default()).unwrap();
        attributes.rollback(&mut marks.undo());
        fill(&mut attributes, &[("c", "3"), ("b", "4")]);
        assert_eq!(last(&attributes), [("c", "3"), ("b", "4")].map(|(k, v)| (k.to_owned(), v.to_owned())));
        assert_eq!(attributes.watched(0), Some("4".into()));
        assert_eq!(attributes.map().keys.ids(), [0, 1, 2]);
    }
}
