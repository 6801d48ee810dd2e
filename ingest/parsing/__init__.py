"""Turning what people and programs write into numbers, dates and words: exactly, or not at all."""
