"""Makes the example organisation: who it is, what it tracks, what it spends."""
