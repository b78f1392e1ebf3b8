"""Excel functions (XLE_...) and macros: one thin wrapper each, over xlevent.app and compute."""
