"""Timed runs on generated exports. Not tests: what they print is a measurement, not a verdict."""
