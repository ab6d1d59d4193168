//! LowCardinality(String): each distinct text once, and an id per row.

use std::io;
use std::marker::PhantomData;
use std::sync::Arc;

use arrow_array::types::UInt32Type;
use arrow_array::{ArrayRef, DictionaryArray, StringArray, UInt32Array};
use arrow_schema::ArrowError;
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

use super::strings::push_native;
use super::{Column, Marks, Part, ShortText, Text, TextColumn, Undo, narrow, rows_of};
use crate::sink::Sink;

/// ClickHouse's marks in front of the ids: keys follow (0x200), and they are the whole dictionary of this block (0x400).
const INDEX_FLAGS: u64 = 0x600;
/// ClickHouse's name for the only serialization of LowCardinality there is.
const VERSION: u64 = 1;

/// Distinct texts, numbered in the order of their first coming: so the numbers depend on the input alone, though the
/// hash is seeded differently in each process (an attacker must not choose colliding names).
#[derive(Default)]
pub struct Dictionary {
    /// In Native form, ready to be written.
    native: Vec<u8>,
    /// Start and length of each text in `native`.
    places: Vec<(u32, u32)>,
    by_text: HashTable<u32>,
    hasher: RandomState,
}

impl Dictionary {
    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub fn bytes(&self) -> usize {
        // 8 per place, about 6 per slot of the table
        self.native.len() + self.places.len() * 14
    }

    #[inline]
    pub fn get(&self, id: u32) -> Option<Text<'_>> {
        let &(start, length) = self.places.get(id as usize)?;
        Some(Text::held(&self.native[start as usize..(start + length) as usize]))
    }

    pub fn id(&mut self, text: Text<'_>) -> u32 {
        let Self { native, places, by_text, hasher } = self;
        let texts = |id: &u32| {
            let (start, length) = places[*id as usize];
            &native[start as usize..(start + length) as usize]
        };
        let hash = hasher.hash_one(text.bytes());
        if let Some(&id) = by_text.find(hash, |id| texts(id) == text.bytes()) {
            return id;
        }
        let id = narrow(places.len());
        by_text.insert_unique(hash, id, |id| hasher.hash_one(texts(id)));
        push_native(native, text.bytes());
        places.push((narrow(native.len() - text.len()), narrow(text.len())));
        id
    }

    /// Forgets all but the first `entries` texts.
    pub fn truncate(&mut self, entries: usize) {
        let Self { native, places, by_text, hasher } = self;
        for (id, &(start, length)) in places.iter().enumerate().skip(entries).rev() {
            let hash = hasher.hash_one(&native[start as usize..(start + length) as usize]);
            if let Ok(entry) = by_text.find_entry(hash, |&other| other as usize == id) {
                entry.remove();
            }
        }
        places.truncate(entries);
        native.truncate(places.last().map_or(0, |&(start, length)| (start + length) as usize));
    }

    fn arrow(&self) -> StringArray {
        StringArray::from_iter_values(
            (0..narrow(self.len())).filter_map(|id| self.get(id)).map(|text| String::from_utf8_lossy(text.bytes())),
        )
    }
}

/// Writes keys and ids of a LowCardinality column.
fn write_ids(
    keys: (usize, &[u8]),
    ids: &[impl Copy + Into<u32>],
    parts: &[Part],
    out: &mut Sink<'_>,
) -> io::Result<()> {
    let rows = rows_of(parts);
    if rows == 0 {
        return Ok(());
    }
    let (width, index_type) = match keys.0 {
        0..=0x100 => (1, 0),
        0x101..=0x1_0000 => (2, 1),
        _ => (4, 2),
    };
    out.u64(INDEX_FLAGS | index_type)?;
    out.u64(keys.0 as u64)?;
    out.bytes(keys.1)?;
    out.u64(rows as u64)?;
    let mut pattern = Vec::new();
    for part in parts {
        let ids = &ids[part.range()];
        if part.repeat == 1 {
            for chunk in ids.chunks(4096) {
                narrow_ids(chunk, width, out.buffer()?);
            }
        } else {
            pattern.clear();
            narrow_ids(ids, width, &mut pattern);
            out.repeat(&pattern, part.repeat)?;
        }
    }
    Ok(())
}

fn narrow_ids(ids: &[impl Copy + Into<u32>], width: usize, into: &mut Vec<u8>) {
    match width {
        1 => into.extend(ids.iter().map(|&id| id.into() as u8)),
        2 => {
            into.reserve(ids.len() * 2);
            ids.iter().for_each(|&id| into.extend_from_slice(&(id.into() as u16).to_le_bytes()));
        }
        _ => {
            into.reserve(ids.len() * 4);
            ids.iter().for_each(|&id| into.extend_from_slice(&id.into().to_le_bytes()));
        }
    }
}

fn arrow_ids(ids: &[impl Copy + Into<u32>], parts: &[Part], texts: StringArray) -> Result<ArrayRef, ArrowError> {
    let ids = parts
        .iter()
        .flat_map(|part| std::iter::repeat_n(&ids[part.range()], part.repeat as usize).flatten().map(|&id| id.into()));
    let ids = UInt32Array::from_iter_values(ids);
    Ok(Arc::new(DictionaryArray::<UInt32Type>::try_new(ids, Arc::new(texts))?))
}

/// A column LowCardinality(String).
#[derive(Default)]
pub struct Lc {
    dictionary: Dictionary,
    ids: Vec<u32>,
}

impl Lc {
    #[inline]
    pub fn push(&mut self, text: Text<'_>) -> u32 {
        // Neighbours are often equal, and a short comparison is cheaper than a hash.
        if let Some(&last) = self.ids.last()
            && self.dictionary.get(last) == Some(text)
        {
            self.ids.push(last);
            return last;
        }
        let id = self.dictionary.id(text);
        self.ids.push(id);
        id
    }

    /// A text that the dictionary holds already, by its id.
    #[inline]
    pub fn push_id(&mut self, id: u32) {
        debug_assert!((id as usize) < self.dictionary.len());
        self.ids.push(id);
    }

    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// The dictionary, to look up texts without a row.
    pub fn dictionary_mut(&mut self) -> &mut Dictionary {
        &mut self.dictionary
    }

    pub fn get(&self, row: usize) -> Text<'_> {
        self.dictionary.get(self.ids[row]).unwrap_or_default()
    }

    /// Keeps the rows before `rows`, and these ids after them. Texts that no row names any more stay in the dictionary.
    pub fn replace_from(&mut self, rows: usize, ids: &[u32]) {
        self.ids.truncate(rows);
        self.ids.extend_from_slice(ids);
    }
}

impl TextColumn for Lc {
    /// The text's id.
    type Place = u32;

    fn push(&mut self, text: Text<'_>) {
        Lc::push(self, text);
    }

    fn push_short(&mut self, text: ShortText<'_>) {
        Lc::push(self, text.text());
    }

    fn last_place(&self, _text: Text<'_>) -> u32 {
        self.ids.last().copied().unwrap_or_default()
    }

    fn text(&self, id: u32) -> Text<'_> {
        self.dictionary.get(id).unwrap_or_default()
    }

    fn cursor(&self) -> usize {
        self.ids.len()
    }

    fn texts_from(&self, cursor: usize) -> impl Iterator<Item = Text<'_>> {
        self.ids[cursor..].iter().map(|&id| self.text(id))
    }

    fn places_from(&self, cursor: usize) -> Vec<u32> {
        self.ids[cursor..].to_vec()
    }

    fn rearrange_from(&mut self, cursor: usize, places: &[u32]) -> Vec<u32> {
        self.replace_from(cursor, places);
        places.to_vec()
    }
}

impl Column for Lc {
    fn type_name(&self) -> String {
        "LowCardinality(String)".to_owned()
    }

    fn rows(&self) -> usize {
        self.ids.len()
    }

    fn bytes(&self) -> usize {
        self.dictionary.bytes() + size_of_val(self.ids.as_slice())
    }

    fn mark(&self, marks: &mut Marks) {
        marks.push(self.ids.len());
        marks.push(self.dictionary.len());
    }

    fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.ids.truncate(undo.length());
        self.dictionary.truncate(undo.length());
    }

    fn write_prefix(&self, out: &mut Sink<'_>) -> io::Result<()> {
        out.u64(VERSION)
    }

    fn write(&self, parts: &[Part], out: &mut Sink<'_>) -> io::Result<()> {
        write_ids((self.dictionary.len(), &self.dictionary.native), &self.ids, parts, out)
    }

    fn arrow(&self, parts: &[Part]) -> Result<ArrayRef, ArrowError> {
        arrow_ids(&self.ids, parts, self.dictionary.arrow())
    }
}

/// A new column of texts that another one holds, by their ids there: each is hashed once, however often it comes.
pub struct LcCopy<'a> {
    from: &'a Dictionary,
    /// By the id there.
    ids: Vec<Option<u32>>,
    column: Lc,
}

impl<'a> LcCopy<'a> {
    pub fn of(from: &'a Lc) -> Self {
        Self { from: &from.dictionary, ids: vec![None; from.dictionary.len()], column: Lc::default() }
    }

    pub fn push(&mut self, id: u32) {
        let Self { from, ids, column } = self;
        let text = || from.get(id).unwrap_or_default();
        column.ids.push(*ids[id as usize].get_or_insert_with(|| column.dictionary.id(text())));
    }

    pub fn push_text(&mut self, text: Text<'_>) {
        self.column.push(text);
    }

    pub fn finish(self) -> Lc {
        self.column
    }
}

/// A closed list of words.
pub trait WordList: Send + Sync + 'static {
    /// At most 256.
    const WORDS: &'static [&'static str];
}

/// A column LowCardinality(String) whose rows are words of a list, by their place in it. The dictionary in the block is
/// the whole list.
pub struct Words<W: WordList> {
    ids: Vec<u8>,
    list: PhantomData<fn() -> W>,
}

impl<W: WordList> Default for Words<W> {
    fn default() -> Self {
        Self { ids: Vec::new(), list: PhantomData }
    }
}

impl<W: WordList> Words<W> {
    /// One past the end of the list is the first word, as an unknown enum value of OTLP reads as unspecified.
    #[inline]
    pub fn push(&mut self, place: usize) {
        self.ids.push(if place < W::WORDS.len() { place as u8 } else { 0 });
    }

    pub fn ids(&self) -> &[u8] {
        &self.ids
    }
}

impl<W: WordList> Column for Words<W> {
    fn type_name(&self) -> String {
        "LowCardinality(String)".to_owned()
    }

    fn rows(&self) -> usize {
        self.ids.len()
    }

    fn bytes(&self) -> usize {
        self.ids.len()
    }

    fn mark(&self, marks: &mut Marks) {
        marks.push(self.ids.len());
    }

    fn rollback(&mut self, undo: &mut Undo<'_>) {
        self.ids.truncate(undo.length());
    }

    fn write_prefix(&self, out: &mut Sink<'_>) -> io::Result<()> {
        out.u64(VERSION)
    }

    fn write(&self, parts: &[Part], out: &mut Sink<'_>) -> io::Result<()> {
        let mut keys = Vec::new();
        W::WORDS.iter().for_each(|word| push_native(&mut keys, word.as_bytes()));
        write_ids((W::WORDS.len(), &keys), &self.ids, parts, out)
    }

    fn arrow(&self, parts: &[Part]) -> Result<ArrayRef, ArrowError> {
        arrow_ids(&self.ids, parts, StringArray::from_iter_values(W::WORDS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rolled_back_text_leaves_no_trace() {
        let mut column = Lc::default();
        let mut marks = Marks::default();
        column.push("a".into());
        column.mark(&mut marks);
        (0..1000).for_each(|n| _ = column.push(Text::from(n.to_string().as_str())));
        column.rollback(&mut marks.undo());
        assert_eq!((column.push("b".into()), column.push("a".into()), column.push("7".into())), (1, 0, 2));
        assert_eq!(column.get(2), Text::from("a"));
        assert_eq!(column.dictionary.native, b"\x01a\x01b\x017");
    }

    #[test]
    fn ids_are_as_wide_as_the_dictionary_needs() {
        for (texts, index_type, width) in [(256, 0, 1), (257, 1, 2), (65_536, 1, 2), (65_537, 2, 4)] {
            let mut column = Lc::default();
            (0..texts).for_each(|n: usize| _ = column.push(Text::from(n.to_string().as_str())));
            let mut written = Vec::new();
            let mut out = Sink::new(&mut written);
            column.write(&[Part::whole(texts)], &mut out).unwrap();
            out.finish().unwrap();
            assert_eq!(written[..8], (0x600_u64 + index_type).to_le_bytes());
            assert_eq!(written.len(), 24 + column.dictionary.native.len() + texts * width);
        }
    }
}
