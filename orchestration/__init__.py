"""Runs the refresh: Dagster definitions, publishing, the command line. Only this room knows the others."""
