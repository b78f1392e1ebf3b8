"""The add-in: Excel functions (XLE_...) and macros, one thin wrapper each over xlevent.app.

`catalogue` lists the functions, which `functions/` declares; `macros/` holds what buttons do. The
programs that run them have a room each: `classic` (Windows and macOS), `lite`, `server` (xlwings'
three runtimes) and `libreoffice`. All hold the same functions under the same names.
"""
