"""Denials: the reasons that payers give, which criteria each touches, and what answers it."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from app.domain.clocks.problems import BadClockRule
from app.domain.clocks.rules import Verified
from app.domain.course import Denial
from app.domain.vocabulary import vocabulary
from app.places import bundled
from app.tables.lines import LineMap
from app.tables.table import Table, Where


@dataclass(frozen=True, slots=True)
class DenialReason:
    """One reason of the list.

    Attributes:
        topics: of payers' criteria, such as `step_therapy`.
        carc: adjustment reason codes that can carry it.
        words: words of notices that hint at it.
        asks: keys that have to be known to answer it.
        answers: what to send, most telling first.
    """

    id: str
    title: str
    topics: tuple[str, ...]
    carc: tuple[str, ...]
    words: tuple[str, ...]
    asks: tuple[str, ...]
    answers: tuple[str, ...]
    sources: tuple[str, ...]
    verified: Verified


@dataclass(frozen=True, slots=True)
class DenialReasons:
    """The list of one file."""

    checked: dt.date
    by_id: Mapping[str, DenialReason]

    def of(self, denial: Denial) -> tuple[DenialReason, ...]:
        """The reasons that a denial was put down to; names that the list lacks are left out."""
        return tuple(self.by_id[name] for name in denial.reason_ids if name in self.by_id)

    def suggested(self, text: str, carc: str = "") -> tuple[DenialReason, ...]:
        """Reasons that the notice's words or its code hint at, the likeliest first; a person picks."""
        plain = f" {_plain(text)} "
        code = carc_code(carc)
        scored = [(_hits(reason, plain), code in reason.carc, reason) for reason in self.by_id.values()]
        found = [item for item in scored if item[0] or item[1]]
        return tuple(item[2] for item in sorted(found, key=lambda item: (-item[0], not item[1])))


@cache
def denial_reasons() -> DenialReasons:
    """The bundled list, read once."""
    path = bundled("resources", "denials.toml")
    return read_denial_reasons(path.read_text(encoding="utf-8"), path.name)


def read_denial_reasons(text: str, file_name: str) -> DenialReasons:
    """Read a list of reasons.

    Raises:
        BadClockRule: a line of it cannot be used; the problem names it.
    """
    data = tomllib.loads(text)
    where = Where(file_name, LineMap.of(text), BadClockRule)
    top = Table({key: value for key, value in data.items() if key != "checked"}, (), where)
    if not isinstance(data.get("checked"), dt.date):
        raise top.problem("checked", "it must be the day on which the list was checked")
    reasons = [_reason(item) for item in top.tables("reason")]
    top.done()
    return DenialReasons(data["checked"], {reason.id: reason for reason in reasons})


def carc_code(text: str) -> str:
    """A code as the list writes it, `CO-50` for `co 50`; empty where it is none. A bare number counts as CO."""
    match = re.fullmatch(r"\s*(?:(CO|PR|OA|PI)[\s-]*)?([0-9]{1,3})\s*", text.upper())
    return f"{match[1] or 'CO'}-{int(match[2])}" if match else ""


def topics_of(reasons: Iterable[DenialReason]) -> tuple[str, ...]:
    """The criteria's topics that the reasons touch, each once."""
    return tuple(dict.fromkeys(topic for reason in reasons for topic in reason.topics))


def _reason(item: Table) -> DenialReason:
    asks = item.texts("asks")
    for key in asks:
        item.checked("asks", lambda key=key: vocabulary().parse(key))  # type: ignore[misc]
    reason = DenialReason(
        id=item.text("id"),
        title=item.text("title"),
        topics=item.texts("topics"),
        carc=item.texts("carc"),
        words=item.texts("words"),
        asks=asks,
        answers=item.texts("answers"),
        sources=item.texts("sources"),
        verified=item.one_of("verified", Verified),
    )
    item.done()
    return reason


def _hits(reason: DenialReason, plain: str) -> int:
    """How many words of the notice hint at the reason; a phrase of two weighs twice."""
    return sum(len(words.split()) for words in reason.words if f" {_plain(words)}" in plain)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))
