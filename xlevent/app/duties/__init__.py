"""Whose turn it is: what is due, what is missing, what must be done before an event is closed."""
