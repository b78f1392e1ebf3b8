"""The colours and the font that sheets and printed documents share."""

from __future__ import annotations

ACCENT = "#0F6E6E"
INK = "#1F2933"
SOFT_INK = "#667280"
LINE = "#D9DEE3"
RESULT = "#F2F4F6"
FONT = "Microsoft JhengHei"
