"""Turns a workbook into a macro-enabled one: project, code names, buttons, settings sheet."""
