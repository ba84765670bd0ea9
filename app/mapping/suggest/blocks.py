"""Whom a box is about: words of its label, headings above it, and what the boxes before it were about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.mapping.suggest.lexicon import Attribute

_EXPLICIT = 4.0
_SECTION = (2.0, 0.7, 0.3)
_ON_LINE = 4.2
_LINES_TO_DATE = 2
#: Without headings, somebody's telephone may stand so many lines below the name.
_LINES_OF_BRIEF = 2
#: Asked for in a prescriber's part, it may be the practice.
_FACILITY = "facility_name"
_REACHABLE = frozenset({"requester", "representative"})
_REACHED_BY = frozenset({"phone", "fax", "email", "title"})
#: A date without a heading so high up is that of the request.
_LINES_OF_TOP = 4
_RUNNING = 1.3
_USUAL = 0.6
#: Domains whose name is followed by no more than a telephone and a fax on the same line.
_BRIEF = frozenset({"contact", "requester", "representative", "pcp", "insured", "other_coverage", "attest"})
#: A label that names one of these asks about a thing, not about a person.
_THINGS = frozenset({"drug", "diagnosis", "prior", "current", "request", "clinical"})
_PAYERS = frozenset({"payer_name", "other_payer"})
#: Words of labels that name somebody, and words of those that ask for no name.
_SOMEBODY = frozenset(
    {"name", "agency", "company", "contact", "provider", "person", "facility", "representative", "by", "agent",
     "adjuster", "sponsor", "party", "attorney", "employer", "mother", "father", "spouse", "caregiver", "coordinator",
     "manager", "source", "supplier", "vendor"}
)  # fmt: skip
_NO_NAME = frozenset({"id", "number", "npi", "dea", "tin", "date", "phone", "fax", "code"})
_TWO = 2
#: What begins so much further left still stands in the column.
_ASIDE_PT = 24.0
_MOSTLY = 0.5
_PEOPLE = frozenset({"patient", "prescriber", "facility", "pharmacy", "pcp", "representative"})
_PARTIES = _PEOPLE | {"insured", "coverage", "other_coverage", "plan", "contact", "requester"}
#: Words such as "previous" say little by themselves of what a box is about.
_LOOSE = frozenset({"prior", "current"})
_NAMES = frozenset(
    {"name", "first_name", "last_name", "practice_name", "facility_name", "pharmacy_name", "contact_name",
     "requested_by", "other_id", "representative_name", "insured_name", "other_payer", "signature",
     "printed_name", "payer_name"}
)  # fmt: skip
_ON_LINE_ATTRIBUTES = frozenset(
    {
        "phone",
        "fax",
        "email",
        "title",
        "name",
        "relationship",
        "date",
        "member_id",
        "npi",
        "printed_name",
        "dob",
        "code",
        "payer_name",
        "insured_name",
    }
)
_NAMED_DOMAIN = {
    "facility_name": "facility",
    "pharmacy_name": "pharmacy",
    "contact_name": "contact",
    "requested_by": "requester",
    "representative_name": "representative",
    "insured_name": "insured",
    "other_payer": "other_coverage",
    "other_id": "other_coverage",
    "contact_phone": "contact",
    "signature": "attest",
    "printed_name": "attest",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The domain that a box is about.

    Attributes:
        lead: by how much it leads the next, from 0 to 1.
        assumed: nothing speaks for it but that it is usually meant.
        clash: the heading names another party than the label.
        open: the same may be asked of several.
        foreign: the heading speaks of somebody of whom the attribute is never asked.
    """

    domain: str
    lead: float
    explicit: bool
    in_section: bool
    foreign: bool = False
    assumed: bool = False
    clash: bool = False
    open: bool = False


@dataclass(slots=True)
class Blocks:
    """What the boxes so far were about, read in order.

    Attributes:
        running: by page and heading.
        abreast: parties named side by side last, by page and heading: their line, and where each begins.
        on_line: by number of the line.
        with_other: blocks that ask for another coverage's number.
        lately: whom a block without a heading named last, and on which line.
        signing: lines with a signature on them.
        unknown: the last line of a block that named somebody whom nobody here knows for sure, and who it may be.
    """

    running: dict[tuple[int, str], str] = field(default_factory=dict)
    abreast: dict[tuple[int, str], tuple[int, tuple[tuple[float, str], ...]]] = field(default_factory=dict)
    on_line: dict[int, str] = field(default_factory=dict)
    with_other: set[tuple[int, str]] = field(default_factory=set)
    lately: dict[tuple[int, str], tuple[str, int]] = field(default_factory=dict)
    signing: frozenset[int] = frozenset()
    unknown: dict[tuple[int, str], tuple[int, str]] = field(default_factory=dict)

    def choose(
        self,
        attribute: Attribute,
        named: Sequence[str],
        sections: Sequence[Mapping[str, float]],
        where: tuple[int, str],
        place: tuple[int, float],
    ) -> Chosen | None:
        """The likeliest domain of an attribute.

        Args:
            attribute: that the box asks for.
            named: domains that its label names.
            sections: domains of the headings above it, nearest first.
            where: page and heading.
            place: number of its line, and where on it the box begins.
        """
        line = place[0]
        named = _meant(attribute, named, sections)
        scores = dict.fromkeys(attribute.keys, 0.0)
        _add(scores, attribute.usual, _USUAL)
        for order, domain in enumerate(named):
            _add(scores, domain, _EXPLICIT if order == 0 and domain not in _LOOSE else _EXPLICIT / 2)
        for weight, found in zip(_SECTION, sections, strict=False):
            for domain, share in found.items():
                _add(scores, domain, weight * share)
        if attribute.name == "credential" and sections and sections[0].get("attest", 0.0) >= _MOSTLY:
            _add(scores, "attest", _EXPLICIT)
        _add(scores, self._running(where, place[1]), _RUNNING)
        for domain in self._told_by_line(attribute.name, where, line, is_named=bool(set(named) & set(scores))):
            _add(scores, domain, _ON_LINE)
        if not scores:
            return None
        best, lead = _ahead(scores)
        inside = bool(sections) and best in sections[0]
        foreign = _is_foreign(attribute, sections, named, best)
        several = len(set(attribute.keys.values())) > 1
        clash = not inside and (best in named or attribute.name == _FACILITY) and _names_another(best, sections)
        clash = clash or (attribute.name == "date" and self.on_line.get(line) == "requester")
        clash = clash or (_is_of_party(attribute, best) and bool(_PEOPLE.intersection(named) - {best}))
        return Chosen(
            best,
            min(1.0, lead / 3.0),
            explicit=best in named,
            in_section=inside,
            foreign=foreign,
            assumed=several and scores[best] <= _USUAL,
            clash=clash,
            open=several,
        )

    def _running(self, where: tuple[int, str], x: float) -> str:
        """Whom a block is about at a place: of parties named side by side, the one in whose column it stands."""
        parties = self.abreast.get(where, (0, ()))[1]
        if len(parties) < _TWO:
            return self.running.get(where, "")
        return next((domain for begins, domain in reversed(parties) if begins <= x + _ASIDE_PT), parties[0][1])

    def _told_by_line(self, attribute: str, where: tuple[int, str], line: int, *, is_named: bool) -> Iterator[str]:
        """Domains that what stands on the line, or just before it, speaks for."""
        if attribute == "date" and any(-1 <= line - signed <= _LINES_TO_DATE for signed in self.signing):
            yield "attest"
        if attribute == "date" and where == (1, "") and line <= _LINES_OF_TOP:
            yield "request"
        if attribute in _ON_LINE_ATTRIBUTES and not is_named:
            yield self.on_line.get(line, "")
        if attribute in _PAYERS and where in self.with_other:
            yield "other_coverage"
        domain, last = self.lately.get(where, ("", -100))
        if attribute in _REACHED_BY and not is_named and 0 < line - last <= _LINES_OF_BRIEF:
            yield domain

    def meet(self, label: Sequence[str], domain: str, where: tuple[int, str], line: int) -> None:
        """Remember that a box names somebody of whom nothing is known: what follows may be asked of that one.

        Args:
            label: the words of a box that gets no key, or a doubtful one.
            domain: of the doubtful key, or empty.
            where: page and heading.
            line: number of its line.
        """
        if _SOMEBODY.intersection(label) and not _NO_NAME.intersection(label):
            self.unknown[where] = (line, domain)

    def is_after_unknown(self, chosen: Chosen, where: tuple[int, str], line: int) -> bool:
        """Whether somebody else, who is not known, was named on this line or just above."""
        named, domain = self.unknown.get(where, (-100, ""))
        expected = chosen.in_section and chosen.domain == domain
        return 0 <= line - named <= _LINES_OF_BRIEF and not expected

    def describes_diagnosis(self, line: int) -> bool:
        """Whether a "description" on this line is that of the diagnosis whose code stands before it."""
        return self.on_line.get(line, self.on_line.get(line - 1)) == "diagnosis"

    def leave_diagnosis(self, line: int) -> None:
        """What follows on the line no longer describes the diagnosis before it."""
        if self.on_line.get(line, "diagnosis") == "diagnosis":
            self.on_line[line] = ""

    def note(self, attribute: str, domain: str, where: tuple[int, str], place: tuple[int, float]) -> None:
        """Remember what a box was about, for those after it."""
        line, x = place
        if attribute in ("icd", "diagnosis"):
            self.on_line[line] = "diagnosis"
        if attribute not in _NAMES or (attribute == "contact_name" and domain == "facility"):
            return
        self.unknown.pop(where, None)
        if attribute in ("other_id", "other_payer"):
            self.with_other.add(where)
        domain = _NAMED_DOMAIN.get(attribute, domain)
        if attribute in _PAYERS and domain != "plan":
            self.on_line[line] = "other_coverage" if domain == "other_coverage" else "coverage"
        if domain in _BRIEF:
            self.on_line[line] = domain
            if not where[1] and domain in _REACHABLE:
                self.lately[where] = (domain, line)
        else:
            self.running[where] = domain
            self._stand_abreast(domain, where, line, x)
            if attribute not in _PAYERS:
                self.on_line.pop(line, None)
            self.lately.pop(where, None)

    def _stand_abreast(self, domain: str, where: tuple[int, str], line: int, x: float) -> None:
        """Remember parties that are named on one line, each with its column below."""
        known, parties = self.abreast.get(where, (line, ()))
        others = parties if known == line else ()
        if domain in _PEOPLE and domain not in (named for _, named in others):
            self.abreast[where] = (line, (*others, (x, domain)))
        elif known != line:
            self.abreast.pop(where, None)


def _ahead(scores: Mapping[str, float]) -> tuple[str, float]:
    """The likeliest domain, and by how much it is ahead of the next."""
    ranked = sorted(scores, key=lambda domain: -scores[domain])
    return ranked[0], scores[ranked[0]] - (scores[ranked[1]] if len(ranked) > 1 else -2.0)


def _meant(attribute: Attribute, named: Sequence[str], sections: Sequence[Mapping[str, float]]) -> Sequence[str]:
    """The domains that a label names, as they are meant here."""
    if named and named[0] == "requester" and sections and sections[0].get("representative", 0.0) >= _MOSTLY:
        # Who asks for somebody else is that person's representative.
        return ("representative",)
    if attribute.name.startswith("contact_"):
        return [domain for domain in named if domain != "contact"]
    return named


def _is_foreign(attribute: Attribute, sections: Sequence[Mapping[str, float]], named: Sequence[str], best: str) -> bool:
    if named and named[0] in _LOOSE and named[0] != best:
        return True
    parties = _PARTIES.intersection(named)
    if parties and not parties & set(attribute.keys) and set(attribute.keys) <= _PARTIES:
        return True
    things = _THINGS.intersection(named)
    if things and not _THINGS & set(attribute.keys):
        return True
    if sections and (not sections[0] or sections[0].get("outside", 0.0) > 0.5):
        return True
    if not sections:
        return False
    people = _PEOPLE & set(sections[0])
    return best in _PARTIES and bool(people) and not people & set(attribute.keys)


def _is_of_party(attribute: Attribute, best: str) -> bool:
    """Whether it matters which person a label names: a diagnosis is the patient's, a signature the prescriber's."""
    return best in _PARTIES and len(set(attribute.keys.values())) > 1


def _names_another(best: str, sections: Sequence[Mapping[str, float]]) -> bool:
    """Whether the nearest heading names a party other than the one that a label names."""
    others = set(sections[0]) & (_PEOPLE | {"coverage"}) if sections else set[str]()
    if best == "representative":
        # Who speaks for a patient is asked for in the patient's part.
        others -= {"patient"}
    return best in _PEOPLE | {"plan"} and bool(others)


def _add(scores: dict[str, float], domain: str, weight: float) -> None:
    if domain in scores:
        scores[domain] += weight
