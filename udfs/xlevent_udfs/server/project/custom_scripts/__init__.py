"""The macros as scripts, where xlwings Server looks for them."""

from xlevent_udfs.server.scripts import *  # noqa: F403 - the names are made when it is imported
