"""What xlwings Server loads: the whole catalogue (needs xlwings.pro, see the licence page)."""

from __future__ import annotations

from xlwings.server import func

from xlevent_udfs.catalogue import functions
from xlevent_udfs.kernel.errors import usual_language

globals().update(functions(func, usual_language()))
