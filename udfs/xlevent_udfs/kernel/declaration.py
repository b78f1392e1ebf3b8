"""The catalogue: every function declared once, whatever program calls it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from xlevent.domain.language import Language, Text
from xlevent.errors import XleventError
from xlevent_udfs.kernel.answers import Plain, Spill, cells
from xlevent_udfs.kernel.arguments import Argument, Flag
from xlevent_udfs.kernel.cells import grid
from xlevent_udfs.kernel.errors import CellError, error_line, usual_language

PREFIX = "XLE_"
TEXT_LIMIT = 255  # characters that Excel takes for the help of a function or an argument
Category = Literal["schedule", "money", "taiwan", "value", "onsite"]
Result = Plain | list[list[Plain]]

_HEADERS = Flag("headers", Text("TRUE：結果加標題列。", "TRUE: put headers above the result."))


@dataclass(frozen=True)
class Function:
    """A function of Excel: what it is called, wants and gives, and the core's call behind it."""

    name: str
    category: Category
    help: Text
    arguments: tuple[Argument, ...]
    result: Text
    example: str
    call: Callable[..., Any]
    spills: bool

    def run(self, *given: object, usual: Language | None = None) -> Result:
        """The answer to cells as xlwings hands them over; an error is a line of text.

        `usual` is the language where no header or choice tells one.
        """
        language = usual or usual_language()
        try:
            read: dict[str, Any] = {}
            for number, argument in enumerate(self.arguments):
                found = grid(given[number]) if number < len(given) else []
                language = argument.language(found) or language
                if not argument.optional and not found:
                    raise argument.wrong("未填。", "it is missing.")
                read[argument.name] = argument.read(found)
            headers = bool(read.pop(_HEADERS.name)) if self.spills else False
            return cells(self.call(**read), language, headers=headers)
        except CellError as error:
            return error_line(error.text, language)
        except XleventError as error:
            about = Text(error.show("zh-TW"), error.show("en"))
            if len(self.arguments) == 1:  # of several, the core cannot tell which
                about = self.arguments[0].wrong(*about).text
            return error_line(about, language)
        except ModuleNotFoundError as error:
            lacking = Text(
                f"此函數需要套件 {error.name}，這裡沒有安裝。",
                f"this function needs the package {error.name}, which is not installed here.",
            )
            return error_line(lacking, language)

    def described(self) -> dict[str, Any]:
        """The declaration as plain values, texts in both languages."""
        return {
            "name": self.name,
            "category": self.category,
            "help": {"zh-TW": self.help.zh, "en": self.help.en},
            "arguments": [
                {
                    "name": argument.name,
                    "optional": argument.optional,
                    "help": {"zh-TW": argument.help.zh, "en": argument.help.en},
                }
                for argument in self.arguments
            ],
            "result": {"zh-TW": self.result.zh, "en": self.result.en},
            "spills": self.spills,
            "example": self.example,
        }

    def python(self, language: Language) -> Callable[..., Result]:
        """A function of its own for a runtime to decorate, documented in a language."""

        def answer(*given: object) -> Result:
            return self.run(*given, usual=language)

        answer.__name__ = answer.__qualname__ = self.name
        answer.__doc__ = shown(self.help, language)
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        parameters = []
        for argument in self.arguments:
            # Without err_to_str xlwings hands over an error such as #N/A as an empty cell.
            help_ = shown(argument.help, language)
            options = {"ndim": 2, "err_to_str": True, "doc": help_}
            hint = Annotated[list, options]
            default = None if argument.optional else inspect.Parameter.empty
            parameters.append(
                inspect.Parameter(argument.name, kind, default=default, annotation=hint)
            )
            answer.__annotations__[argument.name] = hint
        del answer.__annotations__["given"], answer.__annotations__["return"]
        answer.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return answer


CATALOGUE: dict[str, Function] = {}


def shown(text: Text, language: Language) -> str:
    """Help in a language."""
    return f"{text.zh} / {text.en}" if language == "both" else text.show(language)


def function(
    category: Category,
    help: Text,
    *arguments: Argument,
    result: Text,
    example: str,
    spills: bool = False,
    name: str = "",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Put a function into the catalogue, as XLE_ and its name or Python name in capitals."""

    def declare(call: Callable[..., Any]) -> Callable[..., Any]:
        known_as = PREFIX + (name or call.__name__.upper())
        wanted = (*arguments, _HEADERS) if spills else arguments
        names = [argument.name for argument in arguments]
        if names != list(inspect.signature(call).parameters):
            raise TypeError(f"{known_as}: {names} are not the parameters of the function")
        if known_as in CATALOGUE:
            raise TypeError(f"{known_as} is declared twice")
        CATALOGUE[known_as] = Function(
            known_as, category, help, wanted, result, example, call, spills
        )
        return call

    return declare


__all__ = ["CATALOGUE", "PREFIX", "TEXT_LIMIT", "Function", "Spill", "function", "shown"]
