"""Alerts: what needs somebody is found in the workspace, told once by each way, and told again when over."""
