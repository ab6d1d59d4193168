//! What holds for any bytes, for the fuzzers (`fuzz_targets/`) and for the seeds (`../tests/fuzz_seeds.rs`).

use camelops_native::batch::{Batch, Signal};
use camelops_native::json::{self, EXPORT_LOGS, EXPORT_METRICS, EXPORT_TRACES};
use camelops_native::limits::Limits;

const RECEIVED_UNIX_NS: u64 = 1_790_000_000_000_000_000;
const DEPTH_MAX: usize = 64;

/// A request of any signal is decoded or refused. Refused, it leaves the batch as it was; decoded, it gives the same
/// bytes again, and they can be written.
pub fn push(data: &[u8]) {
    let Some((&choice, body)) = data.split_first() else { return };
    let signal = Signal::ALL[usize::from(choice) % Signal::ALL.len()];
    let mut batch = Batch::new(signal, "fuzz", limits(choice));
    let first = push_to(&mut batch, body);
    let rows = batch.rows();
    assert!(first || rows == 0, "a refused request left rows");
    assert_eq!(push_to(&mut batch, body), first, "the same request was judged differently");
    assert_eq!(batch.rows(), 2 * rows, "the same request gave other rows");
    assert_eq!(written(batch), written(twice(signal, choice, body)), "the same requests gave other bytes");
}

/// A text becomes protobuf bytes that the decoder takes, or is refused with a message that fits a log line.
pub fn transcode_json(data: &[u8]) {
    let Some((&choice, text)) = data.split_first() else { return };
    let at = usize::from(choice) % Signal::ALL.len();
    let request = [&EXPORT_TRACES, &EXPORT_LOGS, &EXPORT_METRICS][at];
    match json::transcode(request, text, DEPTH_MAX) {
        Ok(body) => {
            assert!(body.len() <= 4 * text.len(), "{} bytes became {}", text.len(), body.len());
            let mut batch = Batch::new(Signal::ALL[at], "fuzz", Limits::default());
            assert!(push_to(&mut batch, &body), "what was transcoded is malformed");
        }
        Err(error) => assert!(error.to_string().len() < 4096),
    }
}

/// The wider half of the choices has limits that bite.
fn limits(choice: u8) -> Limits {
    if choice < 128 {
        return Limits::default();
    }
    Limits {
        value_depth_max: 1,
        attributes_max: 2,
        value_bytes_max: 12,
        events_max: 1,
        links_max: 1,
        rollup_series_max: 1,
        suggestion_values_max: 1,
        suggestion_value_bytes_max: 3,
        ..Limits::default()
    }
}

fn push_to(batch: &mut Batch, body: &[u8]) -> bool {
    batch.push(body, "tenant", 30, RECEIVED_UNIX_NS).is_ok()
}

fn twice(signal: Signal, choice: u8, body: &[u8]) -> Batch {
    let mut batch = Batch::new(signal, "fuzz", limits(choice));
    push_to(&mut batch, body);
    push_to(&mut batch, body);
    batch
}

fn written(batch: Batch) -> Vec<u8> {
    let mut out = Vec::new();
    for block in batch.finish() {
        let length = out.len();
        let written = block.write_to(&mut out).expect("memory takes everything");
        assert_eq!(out.len() - length, written);
        let rows = block.rows();
        assert!(rows > 0);
        assert!(block.columns().iter().all(|column| camelops_native::columns::rows_of(&column.parts) == rows));
    }
    out
}
