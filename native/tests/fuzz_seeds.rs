//! The seeds of the fuzzers, each of their truncations, and each with one byte changed: a short run that is always the
//! same.

use std::fs;
use std::path::Path;

#[path = "../fuzz/properties.rs"]
mod properties;

fn for_each_seed(target: &str, property: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut seeds = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let seed = fs::read(entry.unwrap().path()).unwrap();
        property(&seed);
        for at in 0..seed.len() {
            property(&seed[..at]);
            let mut changed = seed.clone();
            for byte in [0x00, 0xff, changed[at] ^ 1] {
                changed[at] = byte;
                property(&changed);
            }
        }
        seeds += 1;
    }
    assert!(seeds > 0, "no seeds in {}", folder.display());
}

#[test]
fn requests_like_the_seeds_are_decoded_or_refused() {
    for_each_seed("push", properties::push);
}

#[test]
fn texts_like_the_seeds_are_transcoded_or_refused() {
    for_each_seed("transcode_json", properties::transcode_json);
}
