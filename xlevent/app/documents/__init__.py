"""Printable documents of an event's rows."""
