"""A workbook in a file as the source of its cells."""

from __future__ import annotations

from functools import cached_property

from xlevent.domain.language import Text
from xlevent.domain.values import Typed
from xlevent.errors import UnreadableFileError
from xlevent.workbook.contents import Contents, SheetPart
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.limits import Limits
from xlevent.workbook.package import Package
from xlevent.workbook.texts import shared_texts
from xlevent.workbook.xml_reader import SheetReader


class PackageSource:
    """The workbook of an open package."""

    sees_formulas = True

    def __init__(self, package: Package) -> None:
        self.package = package

    @property
    def name(self) -> str:
        """The path of the file."""
        return str(self.package.path)

    @property
    def limits(self) -> Limits:
        """The limits with which the file was opened."""
        return self.package.limits

    @cached_property
    def contents(self) -> Contents:
        """Its sheets, tables and names, read once."""
        return read_contents(self.package)

    @cached_property
    def _shared(self) -> list[Typed]:
        return shared_texts(self.package, self.contents.shared_strings)

    def reader(self, sheet: SheetPart) -> SheetReader:
        """Reads the cells of a sheet as they are in the file."""
        return SheetReader(self.package, sheet.part, self._shared, date1904=self.contents.date1904)

    def too_large(self, what: Text, size: int, limit: int, name: str) -> UnreadableFileError:
        """The error for something beyond the limit of that name."""
        return self.package.too_large(what, size, limit, name)
