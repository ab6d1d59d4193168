//! Where things are in a ring's file: docs/formats/ring.md. All integers are little-endian.

pub const MAGIC: u64 = u64::from_le_bytes(*b"CAMELRNG");
pub const VERSION: i32 = 1;
/// Offset of the data; what is before it is the header.
pub const DATA: usize = 4_096;

pub const AT_MAGIC: usize = 0;
pub const AT_VERSION: usize = 8;
pub const AT_DATA: usize = 12;
pub const AT_CAPACITY: usize = 16;
pub const AT_CREATED: usize = 32;
pub const AT_PID: usize = 40;
pub const AT_SALT: usize = 48;
/// Written by producers.
pub const AT_CLAIMED: usize = 128;
/// Written by the consumer: how far it has zeroed and made room, has delivered, and is about to zero.
pub const AT_FREED: usize = 256;
pub const AT_DELIVERED: usize = 264;
pub const AT_ZEROING: usize = 272;
/// Written by a consumer before it sends: how far its batch goes, and the time it has.
pub const AT_SENDING: usize = 280;
pub const AT_SENDING_TIME: usize = 288;
/// Written by producers: a counter for each reason of each type.
pub const AT_DROPPED: usize = 512;
/// Written by the consumer: as much of the same counters as it has told.
pub const AT_TOLD: usize = 1_024;
/// What `told` becomes, once what is being sent has arrived.
pub const AT_TELLING: usize = 1_536;
/// Written by the producer, once.
pub const AT_RESOURCE: usize = 2_048;
pub const RESOURCE_BYTES_MAX: usize = DATA - AT_RESOURCE - 4;
pub const TYPES: usize = 16;
pub const REASONS: usize = 4;

/// Byte ranges of the file's locks, of one byte each: who holds one is alive.
pub const PRODUCER_LOCK: i64 = 0;
pub const CONSUMER_LOCK: i64 = 1;

/// Records begin at multiples of this, which is also the size of their header.
pub const UNIT: usize = 16;
pub const RECORD_CRC: usize = 4;
pub const RECORD_TYPE: usize = 8;
pub const TYPE_PADDING: u16 = 0xffff;
pub const FLAG_IMPORTANT: u16 = 1;

pub const CAPACITY_MIN: u64 = 64 << 10;
pub const CAPACITY_MAX: u64 = 1 << 30;
