"""Use cases with other programs: plans in and out, dates for calendars, the schedule as CSV."""
