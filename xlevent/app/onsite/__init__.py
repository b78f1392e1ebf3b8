"""The days on site: the run of show, the roster, and what each person has to do."""
