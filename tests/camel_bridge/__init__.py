"""Tests of the Camel bridge, its agent in a real JVM."""
