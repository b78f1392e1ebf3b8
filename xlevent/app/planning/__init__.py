"""From an event's tables to a schedule and back: use cases of the planning commands."""
