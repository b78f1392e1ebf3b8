"""Updating a workbook in place: an event's changes become changes of single cells."""
