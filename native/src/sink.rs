//! Where a block is written: small pieces are gathered, large ones go out from where they lie.

use std::io::{self, IoSlice, Write};

/// From this on a piece is not copied into the buffer but written beside it, in one system call.
const DIRECT_BYTES: usize = 32 * 1024;
/// The buffer is written out when it is this full. It fits the second-level cache.
const BUFFER_BYTES: usize = 256 * 1024;

pub struct Sink<'a> {
    target: &'a mut dyn Write,
    buffer: Vec<u8>,
    written: usize,
}

impl<'a> Sink<'a> {
    pub fn new(target: &'a mut dyn Write) -> Self {
        Self { target, buffer: Vec::with_capacity(BUFFER_BYTES + DIRECT_BYTES), written: 0 }
    }

    /// The buffer, to append up to [`DIRECT_BYTES`] or so to it.
    pub fn buffer(&mut self) -> io::Result<&mut Vec<u8>> {
        if self.buffer.len() >= BUFFER_BYTES {
            self.flush_with(&[])?;
        }
        Ok(&mut self.buffer)
    }

    pub fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() >= DIRECT_BYTES {
            return self.flush_with(bytes);
        }
        self.buffer()?.extend_from_slice(bytes);
        Ok(())
    }

    pub fn u64(&mut self, value: u64) -> io::Result<()> {
        self.bytes(&value.to_le_bytes())
    }

    /// `bytes`, `times` over.
    pub fn repeat(&mut self, bytes: &[u8], times: u32) -> io::Result<()> {
        if bytes.is_empty() || times < 2 {
            return if times == 0 { Ok(()) } else { self.bytes(bytes) };
        }
        // Short patterns are doubled up first: one copy of many bytes instead of many copies of few.
        let per_copy = (DIRECT_BYTES / bytes.len()).clamp(1, times as usize);
        let block = if per_copy > 1 { &bytes.repeat(per_copy) } else { bytes };
        let (whole, rest) = (times as usize / per_copy, times as usize % per_copy);
        for _ in 0..whole {
            self.bytes(block)?;
        }
        self.bytes(&block[..rest * bytes.len()])
    }

    /// Writes out what is gathered and returns the number of all bytes written.
    pub fn finish(mut self) -> io::Result<usize> {
        self.flush_with(&[])?;
        Ok(self.written)
    }

    fn flush_with(&mut self, direct: &[u8]) -> io::Result<()> {
        let mut pieces = [IoSlice::new(&self.buffer), IoSlice::new(direct)];
        let mut left = &mut pieces[..];
        IoSlice::advance_slices(&mut left, 0);
        while !left.is_empty() {
            match self.target.write_vectored(left) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(bytes) => IoSlice::advance_slices(&mut left, bytes),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.written += self.buffer.len() + direct.len();
        self.buffer.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes a few bytes at a time, as a pipe may.
    struct Slow(Vec<u8>);

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(1000);
            self.0.extend_from_slice(&bytes[..taken]);
            Ok(taken)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn everything_arrives_in_order_through_a_slow_target() {
        let mut target = Slow(Vec::new());
        let mut expected = Vec::new();
        let mut out = Sink::new(&mut target);
        for (size, times) in [(1, 70_000), (40_000, 3), (0, 5), (7, 1), (9, 0), (300_000, 1), (20_000, 20)] {
            let piece: Vec<u8> = (0..size).map(|at: usize| (at % 251) as u8).collect();
            out.repeat(&piece, times).unwrap();
            (0..times).for_each(|_| expected.extend_from_slice(&piece));
        }
        assert_eq!(out.finish().unwrap(), expected.len());
        assert!(target.0 == expected);
    }
}
