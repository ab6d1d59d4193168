"""Tests of the Rust crate through its Python face."""
