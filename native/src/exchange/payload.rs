//! A bounded reader of a record's payload: docs/formats/ring.md.
//!
//! Invariant: for any bytes, every call returns a value or [`Malformed`]; none panics or reads outside its slice.

/// A payload that is not what its type says. Says what is wrong, never the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed(pub &'static str);

#[derive(Clone, Copy, Debug)]
pub struct Payload<'a> {
    rest: &'a [u8],
}

impl<'a> Payload<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn is_spent(&self) -> bool {
        self.rest.is_empty()
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or(Malformed("ends within a number"))?;
        self.rest = rest;
        Ok(*bytes)
    }

    pub fn i8(&mut self) -> Result<i8, Malformed> {
        self.array().map(i8::from_le_bytes)
    }

    pub fn i16(&mut self) -> Result<i16, Malformed> {
        self.array().map(i16::from_le_bytes)
    }

    pub fn i32(&mut self) -> Result<i32, Malformed> {
        self.array().map(i32::from_le_bytes)
    }

    pub fn i64(&mut self) -> Result<i64, Malformed> {
        self.array().map(i64::from_le_bytes)
    }

    /// A number of events or nanoseconds.
    pub fn count(&mut self) -> Result<u64, Malformed> {
        u64::try_from(self.i64()?).map_err(|_| Malformed("a count or time below 0"))
    }

    /// Bytes that may be null.
    pub fn blob(&mut self) -> Result<Option<&'a [u8]>, Malformed> {
        let length = self.i32()?;
        if length == -1 {
            return Ok(None);
        }
        let split = usize::try_from(length).ok().and_then(|length| self.rest.split_at_checked(length));
        let (bytes, rest) = split.ok_or(Malformed("a length that passes the end"))?;
        self.rest = rest;
        Ok(Some(bytes))
    }

    pub fn maybe(&mut self) -> Result<Option<&'a str>, Malformed> {
        self.blob()?.map(text_of).transpose()
    }

    /// A string that is never null.
    pub fn text(&mut self) -> Result<&'a str, Malformed> {
        self.maybe()?.ok_or(Malformed("null where there is always a string"))
    }

    /// How many items follow, of at least `bytes_min` each: never more than there can be.
    pub fn items(&mut self, bytes_min: usize) -> Result<usize, Malformed> {
        let count = usize::try_from(self.i32()?).map_err(|_| Malformed("a list of fewer than 0"))?;
        if count > self.rest.len() / bytes_min {
            return Err(Malformed("a list that passes the end"));
        }
        Ok(count)
    }

    pub fn list<T>(
        &mut self,
        bytes_min: usize,
        mut item: impl FnMut(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        (0..self.items(bytes_min)?).map(|_| item(self)).collect()
    }
}

pub fn text_of(bytes: &[u8]) -> Result<&str, Malformed> {
    simdutf8::basic::from_utf8(bytes).map_err(|_| Malformed("a string that is not UTF-8"))
}
