"""What classic xlwings imports (UDF module xlevent_udfs.classic.functions): the catalogue."""

from __future__ import annotations

import xlwings

from xlevent_udfs.catalogue import functions
from xlevent_udfs.kernel.errors import usual_language

globals().update(functions(xlwings.func, usual_language(), category="xlevent"))
