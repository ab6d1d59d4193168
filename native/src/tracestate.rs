//! The part of a W3C `tracestate` that says how a span was sampled.

use crate::columns::Text;

/// Bits of OpenTelemetry's rejection threshold.
const THRESHOLD_BITS: u32 = 56;
const DIGITS_MAX: usize = THRESHOLD_BITS as usize / 4;

/// How many spans this one stands for: 2^56 / (2^56 - T) for `ot=th:<T>`, where T is up to 14 hexadecimal digits without
/// the trailing zeros (OpenTelemetry's specification "TraceState: Probability Sampling"). 1 if nothing valid is said.
pub fn adjusted_count(trace_state: Text<'_>) -> f64 {
    threshold(trace_state.bytes()).map_or(1.0, |threshold| {
        let all = 1_u64 << THRESHOLD_BITS;
        all as f64 / (all - threshold) as f64
    })
}

fn threshold(trace_state: &[u8]) -> Option<u64> {
    let member = trace_state.split(|&byte| byte == b',').find_map(|member| member.trim_ascii().strip_prefix(b"ot="))?;
    let digits = member.split(|&byte| byte == b';').find_map(|field| field.strip_prefix(b"th:"))?;
    if digits.is_empty() || digits.len() > DIGITS_MAX {
        return None;
    }
    let digit = |byte: &u8| match byte {
        b'0'..=b'9' => Some(u64::from(byte - b'0')),
        b'a'..=b'f' => Some(u64::from(byte - b'a') + 10),
        _ => None,
    };
    let value = digits.iter().try_fold(0, |value, byte| Some(value << 4 | digit(byte)?))?;
    Some(value << (4 * (DIGITS_MAX - digits.len())))
}

/// What W3C lets a `tracestate` be, and what every propagator takes.
const STATE_BYTES_MAX: usize = 512;

/// `trace_state` with this threshold (of 2^56) in place of the one it has: first, as who changes a member puts it. 0 is
/// none. What else OpenTelemetry's member says stays. A state that is too long is not handed on.
pub fn with_threshold(trace_state: &str, threshold: u64) -> String {
    let members = || trace_state.split(',').map(str::trim).filter(|member| !member.is_empty());
    let known = members().find_map(|member| member.strip_prefix("ot=")).unwrap_or_default();
    let digits = format!("{threshold:014x}");
    let ours = if threshold == 0 { String::new() } else { format!("th:{}", digits.trim_end_matches('0')) };
    let kept = known.split(';').filter(|field| !field.is_empty() && !field.starts_with("th:"));
    let fields: Vec<&str> = std::iter::once(ours.as_str()).filter(|ours| !ours.is_empty()).chain(kept).collect();
    let own = if fields.is_empty() { String::new() } else { format!("ot={}", fields.join(";")) };
    let others = members().filter(|member| !member.starts_with("ot="));
    let merged: Vec<&str> = std::iter::once(own.as_str()).filter(|own| !own.is_empty()).chain(others).collect();
    let merged = merged.join(",");
    if merged.len() <= STATE_BYTES_MAX { merged } else { own.chars().take(STATE_BYTES_MAX).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_takes_the_place_of_the_one_before() {
        let half = 1 << 55;
        for (before, threshold, after) in [
            ("", 0, ""),
            ("", half, "ot=th:8"),
            ("congo=t61,ot=rv:ffffffffffffff;th:c", half, "ot=th:8;rv:ffffffffffffff,congo=t61"),
            ("ot=th:c, x=y", 0, "x=y"),
            ("ot=rv:12;th:c", 0, "ot=rv:12"),
            ("a=b", 1, "ot=th:00000000000001,a=b"),
        ] {
            assert_eq!(with_threshold(before, threshold), after, "{before} {threshold}");
        }
        let long = format!("a={}", "b".repeat(600));
        assert_eq!(with_threshold(&long, half), "ot=th:8");
    }

    #[test]
    fn a_threshold_gives_the_adjusted_count() {
        for (text, count) in [
            ("ot=th:0", 1.0),
            ("ot=th:8", 2.0),
            ("ot=th:c;rv:1234", 4.0),
            ("rojo=1, ot=rv:abc;th:c,x=y", 4.0),
            ("ot=th:fd70a3d70a3d71", 100.0),
            ("ot=th:ffffffffffffff", 72_057_594_037_927_936.0),
        ] {
            let found = adjusted_count(Text::from(text));
            assert!((found / count - 1.0).abs() < 1e-9, "{text}: {found}");
        }
    }

    #[test]
    fn anything_else_counts_once() {
        for text in ["", "ot=", "ot=th:", "ot=th:G", "ot=th:C", "ot=th:000000000000000", "x=th:8", "ot=ath:8"] {
            assert_eq!(adjusted_count(Text::from(text)), 1.0, "{text}");
        }
    }
}
