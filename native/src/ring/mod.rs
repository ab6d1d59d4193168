//! The consumer's side of a ring: what threads of a JVM wrote into a mapped file, read by one other process.
//!
//! Layout and protocol: docs/formats/ring.md. [`Ring::read`] goes ahead in memory; [`Ring::deliver`] says how far what was
//! read is safe elsewhere, and gives the room back. A consumer that dies in between reads the same again. One that sends
//! takes an [`Offer`] and ends it with [`Ring::settle`]: who comes after it offers the very same once more.

mod layout;
mod map;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};
use std::sync::atomic::fence;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;

use crate::checksum::crc32c;
use layout::*;
use map::Map;

pub use layout::{REASONS, TYPES};

#[derive(Debug)]
pub enum RingError {
    /// Not a ring, or one that is not as it should be; says which value it is.
    Malformed(String),
    /// Of another version of the format.
    Version(i32),
    /// Another process reads it.
    Busy,
    Io(io::Error),
}

impl fmt::Display for RingError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(what) => write!(out, "not a ring: {what}"),
            Self::Version(found) => write!(out, "a ring of version {found}, this program reads {VERSION}"),
            Self::Busy => write!(out, "another process reads this ring"),
            Self::Io(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for RingError {}

impl From<io::Error> for RingError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A record that was committed. Its payload is a part of [`Batch::bytes`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub kind: u8,
    pub important: bool,
    pub payload: Range<usize>,
}

/// Records that could not be had, by cause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// Claimed by a thread that has stood still for longer than one waits.
    pub stuck: u64,
    /// Claimed by a thread of a process that has ended. Records whose length was not yet written count as one together.
    pub torn: u64,
    /// Behind a header that is wrong: what was claimed by then, which cannot be told apart, counts as one.
    pub damaged: u64,
}

/// What was read at once.
#[derive(Debug, Default)]
pub struct Batch {
    pub bytes: Vec<u8>,
    pub records: Vec<Record>,
    pub lost: Lost,
    /// For [`Ring::deliver`].
    pub position: u64,
}

/// What is to be sent at once. The same again, as long as it is not settled, whoever asks.
#[derive(Debug)]
pub struct Offer {
    pub batch: Batch,
    /// Records that producers dropped, by type and reason.
    pub dropped: [[u64; REASONS]; TYPES],
    /// When it was first offered.
    pub unix_ns: u64,
}

pub struct Ring {
    map: Map,
    file: File,
    capacity: u64,
    salt: [u8; 8],
    position: u64,
    /// A claim that was not committed when it was last looked at, since when.
    waits: Option<(u64, Instant)>,
    stuck_after: Duration,
    /// Claims that were passed over while their process lives, oldest first: their threads may still write there, so
    /// that the room from the first of them on is not given back.
    held: VecDeque<u64>,
}

impl Ring {
    /// Opens a ring for its one consumer and goes on where the last one stopped. `stuck_after`: how long a claim of a
    /// living process is waited for.
    pub fn open(path: &Path, stuck_after: Duration) -> Result<Self, RingError> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        if !lock(&file, CONSUMER_LOCK)? {
            return Err(RingError::Busy);
        }
        let size = file.metadata()?.len();
        if size < DATA as u64 + CAPACITY_MIN {
            return Err(RingError::Malformed(format!("{size} bytes")));
        }
        let map = Map::new(&file)?;
        let capacity = checked(&map, size)?;
        let salt = map.u64(AT_SALT).load(Relaxed).to_le_bytes();
        let mut ring = Self { map, file, capacity, salt, position: 0, waits: None, stuck_after, held: VecDeque::new() };
        ring.resume()?;
        Ok(ring)
    }

    /// Records from where the last call stopped, until one is not committed or `bytes_max` of payloads are exceeded by
    /// one.
    pub fn read(&mut self, bytes_max: usize) -> Batch {
        self.read_until(u64::MAX, bytes_max)
    }

    fn read_until(&mut self, end: u64, bytes_max: usize) -> Batch {
        let mut batch = Batch::default();
        // Asked before `claimed` is read: of an ended process nothing comes after that.
        let ended = !self.producer_lives();
        let claimed = self.map.u64(AT_CLAIMED).load(Acquire).min(end);
        if claimed.wrapping_sub(self.position) > self.capacity {
            // Somebody else than a producer has written here: nothing can be found again before this.
            batch.lost.damaged += 1;
            self.position = claimed;
        }
        while self.position < claimed && batch.bytes.len() < bytes_max {
            let length = self.header(self.position);
            if length > 0 {
                self.take(length as usize, claimed, &mut batch);
            } else if !self.pass_over(length, claimed, ended, &mut batch.lost) {
                break;
            }
        }
        batch.position = self.position;
        batch
    }

    /// The next batch and the newest drops, marked in the ring before anybody sees them. An offer that a consumer left
    /// behind comes first, cut where it was. One that is not settled is not to be followed by another.
    pub fn offer(&mut self, bytes_max: usize, now_unix_ns: u64) -> Offer {
        let until = self.map.u64(AT_SENDING).load(Acquire);
        if until > self.position || self.untold(AT_TELLING).as_flattened().iter().any(|&count| count > 0) {
            return self.offer_again(until);
        }
        let batch = self.read(bytes_max);
        self.map.u64(AT_SENDING_TIME).store(now_unix_ns, Release);
        for at in (0..TYPES * REASONS).map(|at| 8 * at) {
            self.map.u64(AT_TELLING + at).store(self.map.u64(AT_DROPPED + at).load(Acquire), Release);
        }
        self.map.u64(AT_SENDING).store(self.position, Release);
        Offer { batch, dropped: self.untold(AT_TELLING), unix_ns: now_unix_ns }
    }

    fn offer_again(&mut self, until: u64) -> Offer {
        // Who came before has waited for what was not committed.
        let stuck_after = std::mem::take(&mut self.stuck_after);
        let batch = self.read_until(until.max(self.position), usize::MAX);
        self.stuck_after = stuck_after;
        let unix_ns = self.map.u64(AT_SENDING_TIME).load(Acquire);
        self.map.u64(AT_SENDING).store(self.position, Release);
        Offer { batch, dropped: self.untold(AT_TELLING), unix_ns }
    }

    /// What was offered last is safe elsewhere.
    pub fn settle(&mut self) {
        for at in (0..TYPES * REASONS).map(|at| 8 * at) {
            let telling = self.map.u64(AT_TELLING + at).load(Relaxed);
            self.map.u64(AT_TOLD + at).fetch_max(telling, Release);
        }
        self.deliver(self.map.u64(AT_SENDING).load(Relaxed));
    }

    /// Whose records these are: attributes, a string each for key and value.
    pub fn resource(&self) -> Vec<u8> {
        let length = self.map.i32(AT_RESOURCE).load(Relaxed);
        let length = usize::try_from(length).unwrap_or_default().min(RESOURCE_BYTES_MAX);
        let mut bytes = Vec::new();
        self.map.copy(AT_RESOURCE + 4, length, &mut bytes);
        bytes
    }

    /// What was read until `position` (of a batch) is safe elsewhere: its room is the producers' again.
    pub fn deliver(&mut self, position: u64) {
        let delivered = self.map.u64(AT_DELIVERED).load(Relaxed);
        let position = position.clamp(delivered, self.position.max(delivered));
        self.map.u64(AT_DELIVERED).store(position, Release);
        self.free();
    }

    /// Bytes that were claimed and not delivered yet.
    pub fn pending(&self) -> u64 {
        let delivered = self.map.u64(AT_DELIVERED).load(Relaxed);
        self.map.u64(AT_CLAIMED).load(Acquire).saturating_sub(delivered)
    }

    pub fn capacity(&self) -> u64 {
        self.capacity
    }

    pub fn created_unix_ns(&self) -> u64 {
        self.map.u64(AT_CREATED).load(Relaxed)
    }

    /// In its own container's numbering.
    pub fn pid(&self) -> u64 {
        self.map.u64(AT_PID).load(Relaxed)
    }

    /// Whether the process that writes is there: its lock goes with it, however it ends.
    pub fn producer_lives(&self) -> bool {
        // When it cannot be told it is taken to live: its claims are waited for.
        !matches!(is_locked(&self.file, PRODUCER_LOCK), Ok(false))
    }

    /// Nothing will ever come again.
    pub fn is_spent(&self) -> bool {
        !self.producer_lives() && self.pending() == 0
    }

    /// Records that producers dropped since this was last told, by type and reason.
    pub fn dropped(&self) -> [[u64; REASONS]; TYPES] {
        self.untold(AT_DROPPED)
    }

    /// What the counters at `from` are ahead of what was told.
    fn untold(&self, from: usize) -> [[u64; REASONS]; TYPES] {
        let mut counts = [[0; REASONS]; TYPES];
        for (at, count) in counts.as_flattened_mut().iter_mut().enumerate() {
            let told = self.map.u64(AT_TOLD + 8 * at).load(Relaxed);
            *count = self.map.u64(from + 8 * at).load(Acquire).saturating_sub(told);
        }
        counts
    }

    /// These drops, as `dropped` gave them, are recorded elsewhere.
    pub fn told(&mut self, counts: &[[u64; REASONS]; TYPES]) {
        for (at, count) in counts.as_flattened().iter().enumerate() {
            let told = self.map.u64(AT_TOLD + 8 * at);
            told.store(told.load(Relaxed) + count, Relaxed);
        }
    }

    /// Goes on where a consumer that died had delivered to, and gives back what it had not yet.
    fn resume(&mut self) -> Result<(), RingError> {
        let [claimed, delivered, zeroing, freed] =
            [AT_CLAIMED, AT_DELIVERED, AT_ZEROING, AT_FREED].map(|at| self.map.u64(at).load(Acquire));
        let in_order =
            freed <= zeroing && zeroing <= delivered && delivered <= claimed && claimed - freed <= self.capacity;
        if !in_order || [claimed, delivered, zeroing, freed].iter().any(|position| position % UNIT as u64 != 0) {
            return Err(RingError::Malformed(format!(
                "claimed {claimed}, delivered {delivered}, zeroing {zeroing}, freed {freed}"
            )));
        }
        self.zero(freed, zeroing);
        self.position = zeroing;
        // Between what was freed and what was delivered are claims that were passed over, with what came after them.
        while self.position < delivered {
            let length = self.header(self.position);
            if length <= 0 {
                self.held.push_back(self.position);
            }
            self.step(length, delivered);
        }
        self.free();
        Ok(())
    }

    /// Gives back what was delivered, up to the first claim that somebody may still write to.
    fn free(&mut self) {
        while let Some(&claim) = self.held.front() {
            if self.header(claim) <= 0 && self.producer_lives() {
                break;
            }
            self.held.pop_front();
        }
        let delivered = self.map.u64(AT_DELIVERED).load(Relaxed);
        let until = self.held.front().map_or(delivered, |&claim| claim.min(delivered));
        let freed = self.map.u64(AT_FREED).load(Relaxed);
        self.map.u64(AT_ZEROING).store(until, Release);
        // Before the first zero, also in the eyes of the compiler: one may die in between.
        fence(SeqCst);
        self.zero(freed, until);
    }

    /// A free place is a zero: producers and `seek` rely on it.
    fn zero(&self, freed: u64, until: u64) {
        let (from, length) = (self.place(freed), (until - freed) as usize);
        let first = length.min(DATA + self.capacity as usize - from);
        self.map.zero(from, first);
        self.map.zero(DATA, length - first);
        self.map.u64(AT_FREED).store(until, Release);
    }

    /// The record of this length at `position`, or what is left where it should be.
    fn take(&mut self, length: usize, claimed: u64, batch: &mut Batch) {
        let at = self.place(self.position);
        let size = length.next_multiple_of(UNIT);
        self.waits = None;
        let [kind, flags] = halves(self.map.i32(at + RECORD_TYPE).load(Relaxed));
        let crc = self.map.i32(at + RECORD_CRC).load(Relaxed).cast_unsigned();
        let is_whole = crc == self.crc(length, kind, flags)
            && (usize::from(kind) < TYPES || kind == TYPE_PADDING)
            && length >= UNIT
            && size <= DATA + self.capacity as usize - at
            && size as u64 <= claimed - self.position;
        if !is_whole {
            // Where the next one begins cannot be known.
            batch.lost.damaged += 1;
            self.position = claimed;
            return;
        }
        self.position += size as u64;
        if kind == TYPE_PADDING {
            return;
        }
        let start = batch.bytes.len();
        self.map.copy(at + UNIT, length - UNIT, &mut batch.bytes);
        batch.records.push(Record {
            kind: kind as u8,
            important: flags & FLAG_IMPORTANT != 0,
            payload: start..batch.bytes.len(),
        });
    }

    /// Of the header at the present position.
    fn crc(&self, length: usize, kind: u16, flags: u16) -> u32 {
        let mut checked = [0; 24];
        checked[..8].copy_from_slice(&self.salt);
        checked[8..16].copy_from_slice(&self.position.to_le_bytes());
        checked[16..20].copy_from_slice(&(length as u32).to_le_bytes());
        checked[20..22].copy_from_slice(&kind.to_le_bytes());
        checked[22..].copy_from_slice(&flags.to_le_bytes());
        crc32c(&checked, 0)
    }

    /// Past a claim that is not committed; false while one has to wait. `length` is 0 where not even the length was
    /// written, else negative.
    fn pass_over(&mut self, length: i32, claimed: u64, ended: bool, lost: &mut Lost) -> bool {
        if !ended && !self.has_waited() {
            return false;
        }
        let claim = self.position;
        self.step(length, claimed);
        if self.header(claim) != length {
            // Written to meanwhile: its end, too, is known only now.
            self.position = claim;
            return true;
        }
        self.waits = None;
        if ended {
            lost.torn += 1;
        } else {
            lost.stuck += 1;
            self.held.push_back(claim);
        }
        true
    }

    /// To the next record, `end` at most.
    fn step(&mut self, length: i32, end: u64) {
        let size = u64::from(length.unsigned_abs()).next_multiple_of(UNIT as u64);
        if size == 0 {
            self.seek(end);
        } else {
            self.position = end.min(self.position.saturating_add(size));
        }
    }

    /// What was claimed and not written to is zero.
    fn seek(&mut self, end: u64) {
        while self.position < end && self.header(self.position) == 0 {
            self.position += UNIT as u64;
        }
    }

    fn header(&self, position: u64) -> i32 {
        self.map.i32(self.place(position)).load(Acquire)
    }

    fn has_waited(&mut self) -> bool {
        match self.waits {
            Some((position, since)) if position == self.position => since.elapsed() >= self.stuck_after,
            _ => {
                self.waits = Some((self.position, Instant::now()));
                self.stuck_after.is_zero()
            }
        }
    }

    fn place(&self, position: u64) -> usize {
        DATA + (position & (self.capacity - 1)) as usize
    }
}

fn halves(word: i32) -> [u16; 2] {
    let [a, b, c, d] = word.to_le_bytes();
    [u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])]
}

/// The capacity of what is a ring of this version.
fn checked(map: &Map, size: u64) -> Result<u64, RingError> {
    let magic = map.u64(AT_MAGIC).load(Acquire);
    if magic != MAGIC {
        return Err(RingError::Malformed(format!("it begins with {:02x?}", magic.to_le_bytes())));
    }
    let version = map.i32(AT_VERSION).load(Relaxed);
    if version != VERSION {
        return Err(RingError::Version(version));
    }
    let capacity = map.u64(AT_CAPACITY).load(Relaxed);
    let data = map.i32(AT_DATA).load(Relaxed);
    let fits = capacity.is_power_of_two() && (CAPACITY_MIN..=CAPACITY_MAX).contains(&capacity);
    if !fits || data != DATA as i32 || size != DATA as u64 + capacity {
        return Err(RingError::Malformed(format!("{capacity} bytes of data at {data} in a file of {size}")));
    }
    Ok(capacity)
}

fn range(start: i64) -> libc::flock {
    libc::flock { l_type: libc::F_WRLCK as i16, l_whence: libc::SEEK_SET as i16, l_start: start, l_len: 1, l_pid: 0 }
}

/// False when somebody else has it. It goes when the file is closed.
fn lock(file: &File, at: i64) -> io::Result<bool> {
    match fcntl(file, FcntlArg::F_OFD_SETLK(&range(at))) {
        Ok(_) => Ok(true),
        Err(Errno::EAGAIN | Errno::EACCES) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn is_locked(file: &File, at: i64) -> io::Result<bool> {
    let mut wanted = range(at);
    fcntl(file, FcntlArg::F_OFD_GETLK(&mut wanted))?;
    Ok(i32::from(wanted.l_type) != libc::F_UNLCK)
}
