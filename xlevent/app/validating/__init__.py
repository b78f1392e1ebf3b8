"""Validation: what a careful controller would find in an event's money, rule by rule.

`families.py` lists the rules; `running.py` runs them; `books.py` is what they look at.
"""
