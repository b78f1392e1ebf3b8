"""xlwings Lite: Python inside the task pane (Pyodide), nothing to install. See docs/addin-lite.md.

`writing` makes the main.py of a workbook, `packing` the wheel that it needs, `running` is what
main.py imports in the task pane.
"""
