"""The functions and macros in LibreOffice Calc, as an extension (.oxt) that brings its own code."""
