"""Plan and close real events in an Excel workbook."""

__version__ = "0.1.0"
