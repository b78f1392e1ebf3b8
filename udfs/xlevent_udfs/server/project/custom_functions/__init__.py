"""The functions of the catalogue, where xlwings Server looks for them."""

from xlevent_udfs.server.functions import *  # noqa: F403 - the names are made when it is imported
