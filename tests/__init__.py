"""Tests: one folder per room; `e2e` drives the real program as a person or a client would."""
