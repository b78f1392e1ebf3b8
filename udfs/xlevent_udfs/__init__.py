"""Excel functions (XLE_...) and macros: one thin wrapper each, over xlevent.app and compute.

`catalogue` lists the functions. The modules that a runtime of xlwings loads are `classic` (Windows
and macOS), `server` and `lite`; they hold the same functions under the same names.
"""
