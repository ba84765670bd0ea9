"""Whose form a page is: names that are known, and names in the manner of payers, by where and how often they stand."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from app.pdf.finder.sight import PageSight, TextLine
from app.places import bundled

#: What a mention counts: at the head of the first page, in a web address, as whose mark or plan it is, elsewhere.
_HEAD, _SITE, _OWNER, _ELSEWHERE = 6.0, 5.0, 4.0, 1.0
#: More mentions than this do not make it likelier.
_MOST_MENTIONS = 4
#: How much of the page is its head, from the top.
_HEAD_SHARE = 0.16
_BLUE = re.compile(r"\bBlue ?Cross(?: and| &)? ?Blue ?Shield(?: of (?:[A-Z][a-z]+(?: [A-Z][a-z]+)?))?", re.IGNORECASE)
_OWN = re.compile(r"offered by|independent licensee|©|copyright|trade name", re.IGNORECASE)
_MANNER = re.compile(
    r"(?:\b[A-Z][\w&’'.-]*,? )+(?:Health ?Plans?|Health ?Care|HealthPlan|Health Partners|Health Insurance|"
    r"Insurance Company|Insurance Corporation|Department of (?:Insurance|Health)|Medicaid Program|"
    r"Compensation Board|COMPENSATION BOARD)(?: of(?: [A-Z][a-z]+)+)?"
)
_NOT_A_PAYER = re.compile(
    r"Association|^(?:Patient|Member|Your|The|If|Group|Employer|Large|Other|Name)\b", re.IGNORECASE
)
#: What others sell is printed on many payers' forms.
_STRANGE_SITE = re.compile(r"covermymeds\.com(?!/optumrx)\S*|surescripts\.com\S*|availity\.com\S*", re.IGNORECASE)
_LEAST = 1.0


@dataclass(frozen=True, slots=True)
class KnownPayer:
    """A payer with its spellings and web sites."""

    name: str
    spelled: re.Pattern[str]
    sites: tuple[str, ...]


@cache
def known_payers() -> tuple[KnownPayer, ...]:
    """The bundled names, read once."""
    listed = tomllib.loads(bundled("resources", "payers.toml").read_text(encoding="utf-8"))["payer"]
    return tuple(_known(item["name"], item.get("also", ()), item.get("sites", ())) for item in listed)


def payer_of(sights: Sequence[PageSight]) -> str:
    """The payer that the pages name most and most prominently; empty where they name none."""
    scores: dict[str, float] = defaultdict(float)
    counted: dict[str, int] = defaultdict(int)
    for sight in sights:
        for line in sight.lines:
            for name, worth in _mentions(line, is_head=_is_head(sight, line)):
                counted[name] += worth == _ELSEWHERE
                if worth > _ELSEWHERE or counted[name] <= _MOST_MENTIONS:
                    scores[name] += worth
    best = max(scores, key=lambda name: (scores[name], len(name)), default="")
    return best if best and scores[best] >= _LEAST else ""


def _mentions(line: TextLine, *, is_head: bool) -> Iterable[tuple[str, float]]:
    """Names in one line, each with what it counts; a longer name hides a shorter one in the same place."""
    text = " ".join(_STRANGE_SITE.sub(" ", line.text).split())
    low = text.casefold()
    sites = {site: item.name for item in known_payers() for site in item.sites if site in low}
    yield from ((name, _SITE) for name in {sites[site] for site in _longest(sites)})
    plain = re.sub(r"\S*(?:www\.|https?:|\.com|\.org|\.gov)\S*", " ", text)
    spelled = {match[0]: item.name for item in known_payers() if (match := item.spelled.search(plain)) is not None}
    named = {spelled[words] for words in _longest(spelled)}
    blues = {_tidy(match[0]) for match in _BLUE.finditer(plain) if " of " in match[0].lower()}
    unknown = {_tidy(match[0]) for match in _MANNER.finditer(plain)} if is_head else set()
    found = named | {name for name in blues | unknown if not _NOT_A_PAYER.search(name)}
    worth = _HEAD if is_head else _OWNER if _OWN.search(text) else _ELSEWHERE
    for name in _longest(found):
        # A name within a sentence counts less than one that stands for itself.
        share = 1.0 if worth != _HEAD or len(name) > 0.4 * len(plain) else 0.4
        yield name, worth * share


def _longest(names: Iterable[str]) -> list[str]:
    all_names = list(names)
    return [name for name in all_names if not any(name != other and name in other for other in all_names)]


def _is_head(sight: PageSight, line: TextLine) -> bool:
    return sight.page == 1 and line.rect.y0 > sight.visible.y1 - _HEAD_SHARE * sight.visible.height


def _known(name: str, also: Sequence[str], sites: Sequence[str]) -> KnownPayer:
    words = "|".join(_spelled(item) for item in sorted((name, *also), key=len, reverse=True))
    return KnownPayer(name, re.compile(rf"(?<!\w)(?:{words})(?!\w)"), tuple(sites))


def _spelled(name: str) -> str:
    """A name with its blanks as pages print them, in its own letters or in capitals."""
    return "|".join({re.escape(item).replace(r"\ ", r"\s*") for item in (name, name.upper())})


def _tidy(text: str) -> str:
    made = " ".join(text.split()).strip(" ,.")
    return made.title().replace(" Of ", " of ").replace("'S", "'s") if made.isupper() else made
