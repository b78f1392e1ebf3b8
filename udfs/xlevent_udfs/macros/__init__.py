"""Macros: what buttons do with a workbook that is open in Excel, in every runtime of xlwings."""
