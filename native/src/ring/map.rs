//! The shared memory: the one place where it is touched. Another process writes to it at the same time, so nothing is
//! borrowed from it: numbers are atomics, and bytes are copied out before anything looks at them.
#![allow(unsafe_code)]

use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicI32, AtomicU64};

use memmap2::{MmapOptions, MmapRaw};

pub struct Map {
    memory: MmapRaw,
}

impl Map {
    /// The whole file. Cut shorter later by whoever owns it, reading raises SIGBUS: the folder is the application's
    /// and the sidecar's alone.
    pub fn new(file: &File) -> io::Result<Self> {
        Ok(Self { memory: MmapOptions::new().map_raw(file)? })
    }

    pub fn len(&self) -> usize {
        self.memory.len()
    }

    pub fn u64(&self, at: usize) -> &AtomicU64 {
        // SAFETY: within the map, aligned (both asserted), and only ever accessed as an atomic of this size.
        unsafe { AtomicU64::from_ptr(self.place(at, 8).cast()) }
    }

    pub fn i32(&self, at: usize) -> &AtomicI32 {
        // SAFETY: as above.
        unsafe { AtomicI32::from_ptr(self.place(at, 4).cast()) }
    }

    /// Appends a copy. What a misbehaving producer changes meanwhile the checksum finds, which is of the copy.
    pub fn copy(&self, at: usize, length: usize, into: &mut Vec<u8>) {
        assert!(at <= self.len() && length <= self.len() - at);
        into.reserve(length);
        // SAFETY: the source is within the map, the target within what was reserved, and they do not overlap.
        unsafe {
            std::ptr::copy_nonoverlapping(self.memory.as_ptr().add(at), into.as_mut_ptr().add(into.len()), length);
            into.set_len(into.len() + length);
        }
    }

    pub fn zero(&self, at: usize, length: usize) {
        assert!(at <= self.len() && length <= self.len() - at);
        // SAFETY: within the map.
        unsafe { std::ptr::write_bytes(self.memory.as_mut_ptr().add(at), 0, length) }
    }

    fn place(&self, at: usize, size: usize) -> *mut u8 {
        assert!(at.is_multiple_of(size) && at <= self.len() - size);
        // SAFETY: within the map. Its base is aligned to a page.
        unsafe { self.memory.as_mut_ptr().add(at) }
    }
}
