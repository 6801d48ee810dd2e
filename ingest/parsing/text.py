"""Small conventions of text that every reader shares."""

# Every blank that exports use between digits or around words: no-break, thin, narrow, ideographic.
SPACES = "[\\s\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]+"
