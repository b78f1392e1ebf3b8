"""Roll-ups of sponsors and suppliers: totals, what each rests on, and that nothing is lost."""
