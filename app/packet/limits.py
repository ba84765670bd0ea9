"""What a way of sending takes, told before anything is written, and how pages are shared out so that it does."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.practice import SendingRules

#: Fewest pages that one call must hold: a cover and something that follows it.
LEAST_PAGES = 2


def calls(pages: Sequence[int], most: int) -> tuple[tuple[tuple[int, int, int], ...], ...]:
    """Documents shared out to calls of a fax, each call with a cover of its own.

    Args:
        pages: of each document.
        most: pages of one call, its cover among them.

    Returns:
        Of each call: document from 0, its first page from 1, how many pages.
    """
    room = max(most, LEAST_PAGES) - 1
    every: list[list[tuple[int, int, int]]] = [[]]
    left = room
    for number, count in enumerate(pages):
        # A document that fits whole into a call of its own is not torn.
        if left < count <= room and every[-1]:
            every.append([])
            left = room
        first = 1
        while first <= count:
            if left == 0:
                every.append([])
                left = room
            taken = min(left, count - first + 1)
            every[-1].append((number, first, taken))
            first, left = first + taken, left - taken
    return tuple(tuple(call) for call in every if call)


def fax_words(pages: Sequence[int], rules: SendingRules) -> str:
    """How the papers go by fax."""
    number = len(calls(pages, rules.fax_pages))
    total = sum(pages) + number
    if number <= 1:
        return f"Fax: {total} pages with the cover, in one call."
    return (
        f"Fax: {total} pages are more than the {rules.fax_pages} of one call. "
        f"They go out in {number} calls, each with its own cover; the pages are numbered through."
    )


def portal_words(files: int, rules: SendingRules) -> str:
    """How the papers go to a portal."""
    if files <= rules.portal_files:
        return f"Portal: {files} file{'' if files == 1 else 's'}, at most {rules.portal_megabytes} MB each."
    return (
        f"Portal: {files} files are more than the {rules.portal_files} that it takes. "
        "What goes with the form is joined into one file."
    )
