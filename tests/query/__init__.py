"""Tests of the query room, against the real engine, embedded and over HTTP."""
