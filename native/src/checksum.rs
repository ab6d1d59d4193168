//! Two checksums: one that finds damage, one that finds repetition.

use xxhash_rust::xxh3::{xxh3_64, xxh3_128_with_seed};

/// CRC-32C (Castagnoli) of `data`, continued from `value`, the CRC of what came before (0 at the start). Uses the
/// processor's own instruction where there is one.
pub fn crc32c(data: &[u8], value: u32) -> u32 {
    crc32c::crc32c_append(value, data)
}

/// The identity of a request: XXH3-128 of the body, seeded with the XXH3-64 of the key, which names whose request it is,
/// big-endian. Two tenants that send the same bytes have two identities.
///
/// Not a cryptographic hash: whoever knows a body can look for another with the same fingerprint. So a fingerprint must
/// only be compared with fingerprints of the same key, where the one deceived is the one who deceives.
/// Fingerprints are stored, so the function is part of a format: a test pins its values.
pub fn fingerprint(key: &str, body: &[u8]) -> [u8; 16] {
    xxh3_128_with_seed(body, xxh3_64(key.as_bytes())).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc32c_is_that_of_rfc_3720() {
        // RFC 3720, appendix B.4
        assert_eq!(crc32c(&[0; 32], 0), 0x8a91_36aa);
        assert_eq!(crc32c(&[0xff; 32], 0), 0x62a8_ab43);
        assert_eq!(crc32c(b"123456789", 0), 0xe306_9283);
    }

    #[test]
    fn crc32c_goes_on_where_it_stopped() {
        let data: Vec<u8> = (0..5_000u32).map(|at| (at * 31) as u8).collect();
        for cut in [0, 1, 7, 8, 1_024, 4_999, 5_000] {
            assert_eq!(crc32c(&data[cut..], crc32c(&data[..cut], 0)), crc32c(&data, 0));
        }
    }

    #[test]
    fn a_fingerprint_depends_on_key_and_body() {
        let all = [fingerprint("a", b"x"), fingerprint("b", b"x"), fingerprint("a", b"y"), fingerprint("", b"")];
        for (at, one) in all.iter().enumerate() {
            assert!(all[at + 1..].iter().all(|other| other != one));
        }
    }
}
