use proptest::prelude::*;

use super::*;
use crate::ring::Lost;

const GOLDEN: &[u8] = include_bytes!("../../../tests/golden/exchange-v1.bin");
const NOW: u64 = 1_700_000_000_000_000_000;

/// Hides digits, and says so.
struct NoDigits;

impl NoDigits {
    fn hide(text: &[u8], out: &mut Vec<u8>, found: &mut Found) {
        out.extend(text.iter().map(|byte| if byte.is_ascii_digit() { b'#' } else { *byte }));
        let count = text.iter().filter(|byte| byte.is_ascii_digit()).count();
        if count > 0 {
            found.add("digits", count as u64);
        }
    }
}

impl Redact for NoDigits {
    fn body(&self, bytes: &[u8], _: &str, out: &mut Vec<u8>, found: &mut Found) {
        Self::hide(bytes, out, found);
    }
    fn header(&self, _: &str, value: &str, out: &mut Vec<u8>, found: &mut Found) {
        Self::hide(value.as_bytes(), out, found);
    }
    fn text(&self, text: &str, out: &mut Vec<u8>, found: &mut Found) {
        Self::hide(text.as_bytes(), out, found);
    }
    fn uri(&self, uri: &str, out: &mut Vec<u8>, found: &mut Found) {
        Self::hide(uri.as_bytes(), out, found);
    }
}

fn batch(payloads: &[(u8, &[u8])]) -> Batch {
    let mut batch = Batch::default();
    for &(kind, payload) in payloads {
        let start = batch.bytes.len();
        batch.bytes.extend_from_slice(payload);
        batch.records.push(Record { kind, important: false, payload: start..batch.bytes.len() });
    }
    batch
}

fn told(batch: &Batch, rules: Option<&dyn Redact>, limits: Limits) -> Told {
    tell(batch, &Source::new(b"\x0c\0\0\0service.name\x04\0\0\0shop"), rules, limits, NOW)
}

/// As the collector takes it: rows that it accepted, and the blocks.
fn accepted(ready: &Ready) -> u64 {
    let mut batch = crate::batch::Batch::new(ready.signal, "", crate::limits::Limits::default());
    let outcome = batch.push(&ready.body, "t", 30, NOW).expect("a request that parses");
    assert_eq!(outcome.refusals.total(), 0);
    outcome.accepted
}

fn holds(requests: &[Ready], text: &str) -> bool {
    requests.iter().any(|ready| ready.body.windows(text.len()).any(|window| window == text.as_bytes()))
}

#[test]
fn the_golden_exchange_is_spans_and_messages_that_the_collector_takes() {
    let told = told(&batch(&[(record::EXCHANGE, GOLDEN)]), Some(&NoDigits), Limits::default());
    assert_eq!((told.malformed, told.records, told.steps, told.messages), (0, [0, 1, 0], 3, 3));
    let counts: Vec<_> = told.requests.iter().map(|ready| (ready.signal, ready.records)).collect();
    assert_eq!(counts, [(Signal::Traces, 4), (Signal::Logs, 3)]);
    for ready in &told.requests {
        assert_eq!(accepted(ready), ready.records);
    }
    assert!(holds(&told.requests, "ot=rv:ffffffffffffff,congo=t61"));
    assert!(holds(&told.requests, "Bestellung"));
}

#[test]
fn what_rules_hide_is_in_no_request() {
    let told = told(&batch(&[(record::EXCHANGE, GOLDEN)]), Some(&NoDigits), Limits::default());
    assert!(!holds(&told.requests, "4111"));
    assert!(holds(&told.requests, "card #### #### #### #### refused"));
    assert!(told.redacted.0.iter().any(|(rule, count)| rule == "digits" && *count > 0));
}

#[test]
fn without_rules_nothing_of_a_message_or_an_exception_leaves() {
    let told = told(&batch(&[(record::EXCHANGE, GOLDEN)]), None, Limits::default());
    for text in ["4111", "Bestellung", "application/json", "camel.message.header"] {
        assert!(!holds(&told.requests, text), "{text}");
    }
    assert!(holds(&told.requests, "no_rules"));
    assert!(holds(&told.requests, "java.lang.IllegalStateException"));
}

#[test]
fn the_same_batch_gives_the_same_bytes() {
    let batch = batch(&[(record::EXCHANGE, GOLDEN), (9, b"?"), (record::EXCHANGE, GOLDEN)]);
    let bodies = || {
        let told = told(&batch, Some(&NoDigits), Limits::default());
        told.requests.into_iter().map(|ready| ready.body).collect::<Vec<_>>()
    };
    assert_eq!(bodies(), bodies());
}

#[test]
fn a_request_ends_before_it_is_too_large_and_nothing_is_left_out() {
    let payloads: Vec<(u8, &[u8])> = vec![(record::EXCHANGE, GOLDEN); 50];
    let limits = Limits { request_bytes_max: 4_096, ..Limits::default() };
    let told = told(&batch(&payloads), Some(&NoDigits), limits);
    assert!(told.requests.len() > 10);
    assert!(told.requests.iter().all(|ready| ready.body.len() < 4_096 + 200));
    let records = told.requests.iter().map(accepted).sum::<u64>();
    assert_eq!(records, 50 * (4 + 3));
}

#[test]
fn a_body_is_cut_after_it_was_redacted_and_between_characters() {
    let limits = Limits { body_bytes_max: 21, ..Limits::default() };
    let told = told(&batch(&[(record::EXCHANGE, GOLDEN)]), Some(&NoDigits), limits);
    assert!(holds(&told.requests, "{\"name\":\"Bestellung "));
    assert!(!holds(&told.requests, "服"));
    assert!(holds(&told.requests, "camel.message.body.cut"));
}

#[test]
fn what_cannot_be_read_is_a_gap_and_the_rest_goes_on() {
    let mut batch = batch(&[(record::EXCHANGE, &GOLDEN[..100]), (record::EXCHANGE, GOLDEN), (7, b"")]);
    batch.lost = Lost { torn: 2, ..Lost::default() };
    let told = told(&batch, Some(&NoDigits), Limits::default());
    assert_eq!((told.malformed, told.records[1]), (2, 1));
    let logs = told.requests.iter().find(|ready| ready.signal == Signal::Logs).unwrap();
    assert_eq!(logs.records, 3 + 3);
    assert!(holds(&told.requests, "malformed") && holds(&told.requests, "torn"));
}

#[test]
fn a_gap_that_is_told_is_a_row_of_the_collectors_gaps() {
    let gaps = [Gap::new(Signal::Traces, "ring_full", 12), Gap::new(Signal::Metrics, "refused", 3)];
    let told = tell_gaps(&gaps, &Source::new(b""), NOW);
    let mut batch = crate::batch::Batch::new(Signal::Logs, "", crate::limits::Limits::default());
    let outcome = batch.push(&told[0].body, "t", 30, NOW).unwrap();
    let reported = |signal, reason: &str, count| crate::rollup::ToldGap {
        unix_ns: NOW,
        signal,
        reason: reason.to_owned(),
        count,
        detail: String::new(),
    };
    assert_eq!(outcome.gaps, [reported(Signal::Traces, "ring_full", 12), reported(Signal::Metrics, "refused", 3)]);
    let blocks = batch.finish();
    let gaps = blocks.iter().find(|block| block.table() == "gaps").expect("gaps");
    assert_eq!(gaps.rows(), 2);
}

fn counters() -> Vec<u8> {
    let mut payload = Vec::new();
    let text = |payload: &mut Vec<u8>, text: &str| {
        payload.extend((text.len() as i32).to_le_bytes());
        payload.extend(text.as_bytes());
    };
    let counts = |payload: &mut Vec<u8>| {
        for sum in [10_i64, 8, 3, 1, 2, 5_000] {
            payload.extend(sum.to_le_bytes());
        }
        payload.extend(2_i32.to_le_bytes());
        for (index, count) in [(80_i16, 5_i64), (83, 3)] {
            payload.extend(index.to_le_bytes());
            payload.extend(count.to_le_bytes());
        }
    };
    payload.extend((NOW as i64).to_le_bytes());
    payload.extend((NOW as i64 - 60_000_000_000).to_le_bytes());
    ["shop", "4.22.0", "orders", "timer://tick"].iter().for_each(|each| text(&mut payload, each));
    counts(&mut payload);
    payload.extend(1_i32.to_le_bytes());
    ["send1", "to", "orders"].iter().for_each(|each| text(&mut payload, each));
    counts(&mut payload);
    payload
}

#[test]
fn counters_are_metrics_that_the_collector_takes() {
    let told = told(&batch(&[(record::METRICS, &counters())]), None, Limits::default());
    assert_eq!((told.malformed, told.records), (0, [1, 0, 0]));
    let [ready] = &told.requests[..] else { panic!("{}", told.requests.len()) };
    assert_eq!((ready.signal, ready.records, accepted(ready)), (Signal::Metrics, 4 + 5, 9));
}

proptest! {
    #[test]
    fn any_payload_is_told_or_counted(kind in 0_u8..5, bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let told = told(&batch(&[(kind, &bytes)]), Some(&NoDigits), Limits::default());
        prop_assert_eq!(told.malformed + told.records.iter().sum::<u64>(), 1);
        prop_assert!(!told.requests.is_empty());
    }

    #[test]
    fn a_payload_with_a_wrong_byte_is_told_or_counted(at in 0..GOLDEN.len(), byte: u8, cut in 0_usize..3) {
        let mut payload = GOLDEN[..GOLDEN.len() - cut].to_vec();
        if let Some(place) = payload.get_mut(at) {
            *place = byte;
        }
        let told = told(&batch(&[(record::EXCHANGE, &payload)]), Some(&NoDigits), Limits::default());
        prop_assert_eq!(told.malformed + told.records[1], 1);
        for ready in &told.requests {
            let mut batch = crate::batch::Batch::new(ready.signal, "", crate::limits::Limits::default());
            let outcome = batch.push(&ready.body, "t", 30, NOW).unwrap();
            prop_assert_eq!(outcome.accepted, ready.records);
        }
    }

    #[test]
    fn counters_with_a_wrong_byte_are_told_or_counted(at in 0_usize..250, byte: u8) {
        let mut payload = counters();
        let at = at % payload.len();
        payload[at] = byte;
        let told = told(&batch(&[(record::METRICS, &payload)]), None, Limits::default());
        prop_assert_eq!(told.malformed + told.records[0], 1);
    }
}
