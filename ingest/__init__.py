"""Exports in, contract tables out: archive, readers, parsers and the writer of Parquet segments.

Plain Python; knows nothing of Dagster, dbt or Streamlit.
"""
