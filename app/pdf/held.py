"""Documents that the worker's child keeps while they are worked on: each crosses over once, the owner drops its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from itertools import count
from types import MappingProxyType, TracebackType
from typing import Any, Protocol, Self

from app.pdf.attaching.line_at import LineAt
from app.pdf.problems import ReaderStopped
from app.pdf.raster import InkMap

#: Gives the bytes of a document, and again where the child that had them has ended.
Load = Callable[[], bytes]
#: A held document's number, and which of its pages, from 1; None for all of them.
Taken = tuple[int, Sequence[int] | None]

_NUMBERS = count(1)
_TRIES = 3
_NOTHING_PLACED: Mapping[int, LineAt] = MappingProxyType({})


class Ask(Protocol):
    """Has the child do a piece of work."""

    def __call__(self, head: dict[str, Any], body: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """The answer."""
        ...


class HeldDocuments:
    """Some documents, kept by the child until this is closed.

    Args:
        ask: of the worker.
        pages_s: seconds for work on the pages of a whole document.
        draw_s: seconds to draw a few pages.
    """

    def __init__(self, ask: Ask, pages_s: float, draw_s: float) -> None:
        self._ask, self._pages_s, self._draw_s = ask, pages_s, draw_s
        self._loads: dict[int, Load] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loads:
            self.let_go(list(self._loads))

    def put(self, load: Load) -> int:
        """Give a document to the child; returns the number that it is called by."""
        number = next(_NUMBERS)
        self._loads[number] = load
        self._give(number)
        return number

    def let_go(self, numbers: Sequence[int]) -> None:
        """Have documents kept no longer."""
        for number in numbers:
            self._loads.pop(number, None)
        self._ask({"do": "let go", "numbers": list(numbers)}, b"", self._draw_s)

    def ink_maps(self, number: int, pages: Sequence[int], scale: float) -> list[InkMap]:
        """Where pages of a document are not bare paper; a few at once, because they share one allowance of time."""
        head = {"do": "ink maps", "held": number, "pages": list(pages), "scale": scale}
        return ink_maps_in(*self._done(head, [number], seconds=self._draw_s))

    def cleaned(self, number: int, first: int) -> tuple[int, int, bytes]:
        """Some finished pages of a file of others: the page to go on with or 0, how many these are, and they."""
        answer, data = self._done({"do": "clean", "held": number, "first": first}, [number])
        return int(answer["next"]), int(answer["pages"]), data

    def grey(self, number: int, first: int, most: int, *, dpi: int, is_dark: bool) -> tuple[int, bytes]:
        """Some pages as pictures: how many the whole has, and these."""
        head = {"do": "grey", "held": number, "first": first, "most": most, "dpi": dpi, "dark": is_dark}
        answer, data = self._done(head, [number])
        return int(answer["pages"]), data

    def joined(
        self,
        parts: Sequence[Taken],
        lines: bytes = b"",
        placed: Mapping[int, LineAt] = _NOTHING_PLACED,
        *,
        are_done: bool = False,
    ) -> bytes:
        """Pages of held documents as one document, some with a line of ours laid over them.

        Args:
            parts: in their order; nothing of their pages is changed.
            lines: a document of our own, a page for each line.
            placed: by page of the whole, from 1.
            are_done: whether the documents are kept no longer than it takes.
        """
        ends = {number: at for at, (number, _) in enumerate(parts)} if are_done else {}
        head = {
            "do": "pages",
            "how": "joined",
            "parts": [
                [number, None if pages is None else list(pages), ends.get(number) == at]
                for at, (number, pages) in enumerate(parts)
            ],
            "placed": {str(page): list(astuple(line)) for page, line in placed.items()},
        }
        return self._done(head, [number for number, _ in parts], lines)[1]

    def _done(
        self, head: dict[str, Any], numbers: Sequence[int], body: bytes = b"", seconds: float | None = None
    ) -> tuple[dict[str, Any], bytes]:
        for _ in range(_TRIES):
            answer, data = self._ask(head, body, self._pages_s if seconds is None else seconds)
            if not answer.get("lacks"):
                return answer, data
            # Somebody else's file ended the child in between.
            for number in dict.fromkeys(numbers):
                self._give(number)
        raise ReaderStopped

    def _give(self, number: int) -> None:
        self._ask({"do": "hold", "number": number}, self._loads[number](), self._pages_s)


def ink_maps_in(head: dict[str, Any], bits: bytes) -> list[InkMap]:
    """Ink maps as the child sends them."""
    maps, start = [], 0
    for width, height in head["sizes"]:
        end = start + (width + 7) // 8 * height
        maps.append(InkMap(width, height, bits[start:end]))
        start = end
    return maps
