use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

const CAPACITY: u64 = CAPACITY_MIN;
const SALT: u64 = 0x0123_4567_89ab_cdef;
const NOW: Duration = Duration::ZERO;
const NEVER: Duration = Duration::from_secs(3_600);

/// A producer that can stop anywhere, with plain reads and writes of the file.
struct Producer {
    file: Option<File>,
    folder: TempDir,
}

/// Room that was taken and not written to yet.
#[derive(Clone, Copy, Debug)]
struct Claim {
    position: u64,
    length: usize,
}

impl Producer {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let file = File::options().read(true).write(true).create_new(true).open(folder.path().join("a.ring")).unwrap();
        file.set_len(DATA as u64 + CAPACITY).unwrap();
        assert!(lock(&file, PRODUCER_LOCK).unwrap());
        let producer = Self { file: Some(file), folder };
        producer.put(AT_MAGIC as u64, MAGIC);
        producer.write(AT_VERSION as u64, &VERSION.to_le_bytes());
        producer.write(AT_DATA as u64, &(DATA as i32).to_le_bytes());
        producer.put(AT_CAPACITY as u64, CAPACITY);
        producer.put(AT_SALT as u64, SALT);
        producer
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("a.ring")
    }

    fn open(&self, stuck_after: Duration) -> Ring {
        Ring::open(&self.path(), stuck_after).unwrap()
    }

    fn file(&self) -> &File {
        self.file.as_ref().unwrap()
    }

    fn write(&self, at: u64, bytes: &[u8]) {
        self.file().write_all_at(bytes, at).unwrap();
    }

    fn put(&self, at: u64, value: u64) {
        self.write(at, &value.to_le_bytes());
    }

    fn get(&self, at: usize) -> u64 {
        let mut bytes = [0; 8];
        self.file().read_exact_at(&mut bytes, at as u64).unwrap();
        u64::from_le_bytes(bytes)
    }

    fn place(position: u64) -> u64 {
        DATA as u64 + position % CAPACITY
    }

    /// None when there is no room.
    fn claim(&self, payload: usize) -> Option<Claim> {
        let (claimed, freed) = (self.get(AT_CLAIMED), self.get(AT_FREED));
        let length = UNIT + payload;
        let size = length.next_multiple_of(UNIT) as u64;
        let to_end = CAPACITY - claimed % CAPACITY;
        let padding = if size > to_end { to_end } else { 0 };
        let next = claimed + padding + size;
        if next - freed > CAPACITY {
            return None;
        }
        self.put(AT_CLAIMED as u64, next);
        if padding > 0 {
            self.head(claimed, padding as usize, TYPE_PADDING, 0);
            self.write(Self::place(claimed), &(padding as i32).to_le_bytes());
        }
        Some(Claim { position: claimed + padding, length })
    }

    fn begin(&self, claim: Claim) {
        self.write(Self::place(claim.position), &(-(claim.length as i32)).to_le_bytes());
    }

    fn commit(&self, claim: Claim, kind: u16, payload: &[u8]) {
        assert_eq!(claim.length, UNIT + payload.len());
        self.begin(claim);
        self.head(claim.position, claim.length, kind, FLAG_IMPORTANT);
        let at = Self::place(claim.position);
        self.write(at + UNIT as u64, payload);
        self.write(at, &(claim.length as i32).to_le_bytes());
    }

    fn head(&self, position: u64, length: usize, kind: u16, flags: u16) {
        let mut checked = [SALT.to_le_bytes(), position.to_le_bytes()].concat();
        checked.extend((length as u32).to_le_bytes());
        checked.extend([kind.to_le_bytes(), flags.to_le_bytes()].concat());
        let at = Self::place(position);
        self.write(at + RECORD_CRC as u64, &crc32c(&checked, 0).to_le_bytes());
        self.write(at + RECORD_TYPE as u64, &checked[20..]);
    }

    fn offer(&self, kind: u16, payload: &[u8]) -> Option<Claim> {
        let claim = self.claim(payload.len())?;
        self.commit(claim, kind, payload);
        Some(claim)
    }

    /// As `kill -9` does.
    fn end(&mut self) {
        self.file = None;
    }
}

fn payloads(batch: &Batch) -> Vec<&[u8]> {
    batch.records.iter().map(|record| &batch.bytes[record.payload.clone()]).collect()
}

#[test]
fn records_come_in_order_with_what_was_said_of_them() {
    let producer = Producer::new();
    producer.offer(3, b"first").unwrap();
    producer.offer(15, b"").unwrap();
    let mut ring = producer.open(NEVER);
    let batch = ring.read(usize::MAX);
    assert_eq!(payloads(&batch), [b"first".as_slice(), b""]);
    assert_eq!((batch.records[0].kind, batch.records[1].kind, batch.records[0].important), (3, 15, true));
    assert_eq!(batch.lost, Lost::default());
    assert_eq!(ring.read(usize::MAX).records, []);
}

#[test]
fn room_is_given_back_zeroed_and_used_again_across_the_end() {
    let producer = Producer::new();
    let mut ring = producer.open(NEVER);
    for round in 0..200u32 {
        let payload = round.to_le_bytes().repeat(1_000);
        producer.offer(1, &payload).unwrap();
        let batch = ring.read(usize::MAX);
        assert_eq!(payloads(&batch), [payload.as_slice()]);
        ring.deliver(batch.position);
    }
    assert!(producer.get(AT_CLAIMED) > 10 * CAPACITY);
    let mut data = vec![0; CAPACITY as usize];
    producer.file().read_exact_at(&mut data, DATA as u64).unwrap();
    assert!(data.iter().all(|&byte| byte == 0));
}

#[test]
fn a_batch_has_about_as_many_bytes_as_asked_for() {
    let producer = Producer::new();
    for _ in 0..10 {
        producer.offer(1, &[7; 1_000]).unwrap();
    }
    let mut ring = producer.open(NEVER);
    assert_eq!(ring.read(2_500).records.len(), 3);
    assert_eq!(ring.read(usize::MAX).records.len(), 7);
}

#[test]
fn what_was_not_delivered_comes_again_to_the_next_consumer() {
    let producer = Producer::new();
    let positions: Vec<_> = (0..4)
        .map(|n| {
            producer.offer(1, &[n; 100]).unwrap();
            producer.get(AT_CLAIMED)
        })
        .collect();
    let mut ring = producer.open(NEVER);
    assert_eq!(ring.read(usize::MAX).records.len(), 4);
    ring.deliver(positions[1]);
    drop(ring);
    let mut next = producer.open(NEVER);
    assert_eq!(payloads(&next.read(usize::MAX)), [[2; 100], [3; 100]]);
}

#[test]
fn a_consumer_that_died_while_it_zeroed_loses_nothing() {
    for zeroed in [0, 16, 112, 130, 240] {
        let producer = Producer::new();
        for n in 0..3 {
            producer.offer(1, &[n; 100]).unwrap();
        }
        producer.put(AT_DELIVERED as u64, 256);
        producer.put(AT_ZEROING as u64, 256);
        producer.write(DATA as u64, &vec![0; zeroed]);
        let mut ring = producer.open(NEVER);
        assert_eq!(producer.get(AT_FREED), 256, "{zeroed}");
        assert_eq!(payloads(&ring.read(usize::MAX)), [[2; 100]]);
    }
}

#[test]
fn a_claim_is_waited_for() {
    let producer = Producer::new();
    let claim = producer.claim(5).unwrap();
    producer.offer(1, b"later").unwrap();
    let mut ring = producer.open(NEVER);
    assert_eq!(ring.read(usize::MAX).records, []);
    producer.begin(claim);
    assert_eq!(ring.read(usize::MAX).records, []);
    producer.commit(claim, 1, b"early");
    assert_eq!(payloads(&ring.read(usize::MAX)), [b"early", b"later"]);
}

#[test]
fn a_claim_that_stands_still_is_passed_over_and_its_room_kept_until_it_is_written() {
    for begun in [false, true] {
        let producer = Producer::new();
        producer.offer(1, b"before").unwrap();
        let claim = producer.claim(500).unwrap();
        if begun {
            producer.begin(claim);
        }
        producer.offer(1, b"after").unwrap();
        let mut ring = producer.open(NOW);
        let batch = ring.read(usize::MAX);
        assert_eq!(payloads(&batch), [b"before".as_slice(), b"after"]);
        assert_eq!(batch.lost, Lost { stuck: 1, ..Lost::default() });
        ring.deliver(batch.position);
        assert_eq!(producer.get(AT_FREED), claim.position);
        drop(ring);
        // The next consumer neither tells it again nor forgets that somebody may write there.
        let mut next = producer.open(NOW);
        assert_eq!(producer.get(AT_FREED), claim.position);
        producer.commit(claim, 1, &[1; 500]);
        producer.offer(1, b"last").unwrap();
        let batch = next.read(usize::MAX);
        assert_eq!((payloads(&batch), batch.lost), (vec![b"last".as_slice()], Lost::default()));
        next.deliver(batch.position);
        assert_eq!(producer.get(AT_FREED), producer.get(AT_CLAIMED));
    }
}

#[test]
fn of_a_process_that_ended_all_that_was_committed_is_read_and_the_rest_counted() {
    let mut producer = Producer::new();
    let half = producer.claim(300).unwrap();
    producer.begin(half);
    producer.offer(1, b"one").unwrap();
    producer.claim(100).unwrap();
    producer.offer(1, b"two").unwrap();
    producer.claim(40).unwrap();
    let mut ring = producer.open(NEVER);
    assert!(ring.producer_lives() && ring.read(usize::MAX).records.is_empty());
    producer.end();
    let batch = ring.read(usize::MAX);
    assert_eq!(payloads(&batch), [b"one", b"two"]);
    assert_eq!(batch.lost, Lost { torn: 3, ..Lost::default() });
    assert!(!ring.is_spent());
    ring.deliver(batch.position);
    assert!(ring.is_spent());
}

#[test]
fn a_header_that_is_wrong_costs_what_is_there_and_no_more() {
    for (at, value) in [(0, 1), (0, 15), (0, 1 << 20), (0, i32::MAX), (4, 7), (8, 16), (8, -1)] {
        let producer = Producer::new();
        let first = producer.offer(1, b"first").unwrap();
        producer.offer(1, b"second").unwrap();
        producer.write(Producer::place(first.position) + at, &i32::to_le_bytes(value));
        let mut ring = producer.open(NEVER);
        let batch = ring.read(usize::MAX);
        assert_eq!((batch.records.len(), batch.lost.damaged), (0, 1), "{value} at {at}");
        producer.offer(1, b"third").unwrap();
        assert_eq!(payloads(&ring.read(usize::MAX)), [b"third"]);
    }
}

#[test]
fn a_ring_has_one_consumer() {
    let producer = Producer::new();
    let ring = producer.open(NEVER);
    assert!(matches!(Ring::open(&producer.path(), NEVER), Err(RingError::Busy)));
    drop(ring);
    producer.open(NEVER);
}

#[test]
fn what_is_not_a_ring_is_refused_with_what_is_wrong() {
    let refused = |change: &dyn Fn(&Producer)| {
        let producer = Producer::new();
        change(&producer);
        Ring::open(&producer.path(), NEVER).err().unwrap().to_string()
    };
    assert_eq!(refused(&|producer| producer.file().set_len(9_999).unwrap()), "not a ring: 9999 bytes");
    assert!(refused(&|producer| producer.write(0, b"x")).starts_with("not a ring: it begins with [78, 41"));
    assert_eq!(refused(&|producer| producer.write(8, &[2])), "a ring of version 2, this program reads 1");
    assert!(refused(&|producer| producer.put(AT_CAPACITY as u64, 65_537)).contains("65537 bytes of data"));
    assert!(refused(&|producer| producer.put(AT_DELIVERED as u64, 32)).contains("delivered 32"));
    assert!(refused(&|producer| producer.put(AT_CLAIMED as u64, 8)).contains("claimed 8"));
    assert!(refused(&|producer| producer.put(AT_CLAIMED as u64, CAPACITY + 16)).contains("claimed 65552"));
}

#[test]
fn an_offer_that_was_left_behind_is_made_again_as_it_was() {
    let producer = Producer::new();
    producer.offer(1, &[1; 100]).unwrap();
    producer.put(AT_DROPPED as u64, 5);
    let first = producer.open(NEVER).offer(usize::MAX, 77);
    producer.offer(1, &[2; 100]).unwrap();
    producer.put(AT_DROPPED as u64, 6);
    let mut next = producer.open(NEVER);
    let again = next.offer(1, 99);
    assert_eq!((again.batch.bytes, again.batch.position), (first.batch.bytes, first.batch.position));
    assert_eq!((again.dropped, again.unix_ns), (first.dropped, 77));
    next.settle();
    let rest = next.offer(usize::MAX, 100);
    assert_eq!(payloads(&rest.batch), [[2; 100]]);
    assert_eq!((rest.dropped[0][0], rest.unix_ns), (1, 100));
    next.settle();
    assert_eq!((next.pending(), next.dropped()[0][0]), (0, 0));
}

#[test]
fn drops_alone_are_offered_again_too() {
    let producer = Producer::new();
    producer.put(AT_DROPPED as u64, 5);
    assert_eq!(producer.open(NEVER).offer(usize::MAX, 77).dropped[0][0], 5);
    producer.offer(1, &[1; 100]).unwrap();
    let mut next = producer.open(NEVER);
    let again = next.offer(usize::MAX, 99);
    assert_eq!((again.dropped[0][0], again.unix_ns, again.batch.records.len()), (5, 77, 0));
    next.settle();
    assert_eq!(next.offer(usize::MAX, 100).batch.records.len(), 1);
}

#[test]
fn drops_are_told_once() {
    let producer = Producer::new();
    let mut ring = producer.open(NEVER);
    producer.put(AT_DROPPED as u64, 5);
    producer.put((AT_DROPPED + 8 * (3 * REASONS + 2)) as u64, 7);
    let dropped = ring.dropped();
    assert_eq!((dropped[0][0], dropped[3][2]), (5, 7));
    ring.told(&dropped);
    producer.put(AT_DROPPED as u64, 6);
    drop(ring);
    assert_eq!(producer.open(NEVER).dropped()[0][0], 1);
}

/// Written by the agent's own tests.
#[test]
fn the_golden_file_is_read() {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden/ring-v1.ring");
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.ring");
    std::fs::copy(golden, &path).unwrap();
    let mut ring = Ring::open(&path, NEVER).unwrap();
    assert_eq!((ring.capacity(), ring.pid(), ring.created_unix_ns()), (CAPACITY, 4_711, 1_793_664_000_000_000_000));
    let batch = ring.read(usize::MAX);
    let lengths: Vec<_> = payloads(&batch).iter().map(|payload| payload.len()).collect();
    assert_eq!(lengths, [59, 0, 1_000, 8_176]);
    assert_eq!(batch.records.iter().map(|record| record.kind).collect::<Vec<_>>(), [1, 2, 15, 1]);
    assert_eq!(ring.dropped()[3], [0, 0, 1, 0]);
    assert!(!ring.producer_lives());
}

#[derive(Clone, Debug)]
enum Step {
    Claim(usize),
    Begin(usize),
    Commit(usize),
    Read(usize),
    Deliver,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0usize..6_000).prop_map(Step::Claim),
        1 => any::<usize>().prop_map(Step::Begin),
        4 => any::<usize>().prop_map(Step::Commit),
        3 => (0usize..20_000).prop_map(Step::Read),
        2 => Just(Step::Deliver),
        1 => Just(Step::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever writers and consumers do, and wherever they stop: what was committed comes once to whoever delivers, in
    /// the order of the claims, and what was claimed and never committed is counted once.
    #[test]
    fn nothing_is_lost_or_doubled(steps in prop::collection::vec(step(), 1..200)) {
        let mut producer = Producer::new();
        let mut ring = producer.open(NEVER);
        let (mut open, mut committed, mut number) = (Vec::new(), Vec::new(), 0u64);
        // What was read since the last delivery, and its end.
        let (mut read, mut until) = (Vec::new(), None);
        let mut delivered = Vec::new();
        for step in steps {
            match step {
                Step::Claim(bytes) => {
                    if let Some(claim) = producer.claim(bytes + 8) {
                        open.push((claim, number, false));
                        number += 1;
                    }
                }
                Step::Begin(which) if !open.is_empty() => {
                    let at = which % open.len();
                    producer.begin(open[at].0);
                    open[at].2 = true;
                }
                Step::Commit(which) if !open.is_empty() => {
                    let (claim, number, _) = open.remove(which % open.len());
                    let mut payload = number.to_le_bytes().to_vec();
                    payload.resize(claim.length - UNIT, number as u8);
                    producer.commit(claim, 1, &payload);
                    committed.push(number);
                }
                Step::Begin(_) | Step::Commit(_) => {}
                Step::Read(bytes) => {
                    let batch = ring.read(bytes);
                    prop_assert_eq!(batch.lost, Lost::default());
                    read.extend(numbers(&batch));
                    until = Some(batch.position);
                }
                Step::Deliver => {
                    if let Some(position) = until.take() {
                        ring.deliver(position);
                        delivered.append(&mut read);
                    }
                }
                Step::Reopen => {
                    drop(ring);
                    ring = producer.open(NEVER);
                    read.clear();
                    until = None;
                }
            }
        }
        producer.end();
        let batch = ring.read(usize::MAX);
        delivered.append(&mut read);
        delivered.extend(numbers(&batch));
        ring.deliver(batch.position);
        committed.sort_unstable();
        prop_assert_eq!(delivered, committed);
        // Neighbours that never wrote their length cannot be told apart.
        let torn = batch.lost.torn as usize;
        prop_assert!(torn <= open.len() && (torn > 0 || open.is_empty()));
        prop_assert!(ring.is_spent());
        prop_assert_eq!(ring.map.u64(AT_FREED).load(Relaxed), ring.map.u64(AT_CLAIMED).load(Relaxed));
    }

    /// Any bytes at all after the header: no panic, and an end.
    #[test]
    fn noise_is_passed_over(noise in prop::collection::vec(any::<u8>(), 0..4_000), claimed in 0u64..300) {
        let mut producer = Producer::new();
        producer.write(DATA as u64, &noise);
        producer.put(AT_CLAIMED as u64, claimed * UNIT as u64);
        let mut ring = producer.open(NOW);
        producer.end();
        let batch = ring.read(usize::MAX);
        prop_assert_eq!(batch.position, claimed * UNIT as u64);
        ring.deliver(batch.position);
        prop_assert!(ring.is_spent());
    }
}

fn numbers(batch: &Batch) -> Vec<u64> {
    payloads(batch)
        .into_iter()
        .map(|payload| {
            let number = u64::from_le_bytes(payload[..8].try_into().unwrap());
            assert!(payload[8..].iter().all(|&byte| byte == number as u8));
            number
        })
        .collect()
}
