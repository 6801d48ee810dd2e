"""Objectives, key results and check-ins, from OKR sheets and goal tools."""
