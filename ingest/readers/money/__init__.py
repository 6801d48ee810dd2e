"""Postings, commitments and budgets, from ledgers, ERP exports and planning tools."""
