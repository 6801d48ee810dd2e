"""Quality of data: expectations on every arriving batch, and the audit of a built warehouse."""
