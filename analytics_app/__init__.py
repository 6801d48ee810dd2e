"""Dashboards over one published version of the warehouse. Imports no other room."""
