"""The endpoints of the task pane."""

from xlevent_udfs.server.endpoints import router

__all__ = ["router"]
