"""Classic xlwings, on Windows and macOS: what Excel imports, and the workbook with the macros."""
