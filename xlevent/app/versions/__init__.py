"""Versions of one event: which rows are the same, what differs, what two people changed."""
