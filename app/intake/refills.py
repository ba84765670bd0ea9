"""Fills and repeated prescriptions of one drug, joined into one therapy: a proposal, as everything in the review.

Two that follow each other are one course as long as no more than sixty days lie between what the earlier one covers
and the later one. Hepp et al. (Cephalalgia 2017;37:470-485) count what comes 61 days or more after a stop as a new
start. A fill that does not say for how long it lasts is taken for thirty days.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from app.domain.clinical import Outcome, Trial
from app.domain.dates import PartialDate
from app.domain.drugs import find_therapy

GAP_DAYS = 60
USUAL_SUPPLY_DAYS = 30
_MOST_NAMED = 12
_MOST_PRODUCTS = 3


@dataclass(slots=True)
class _Course:
    """Entries of one drug that follow each other.

    Attributes:
        place: of its first entry in the file.
        until: the last day that an entry covers.
    """

    place: int
    until: dt.date
    entries: list[Trial] = field(default_factory=list)

    def goes_on_with(self, trial: Trial, start: dt.date) -> bool:
        """Whether an entry is of this course; what was said to have ended in some way is not gone on with."""
        last = self.entries[-1]
        is_open = not last.reason and last.outcome in (None, Outcome.ONGOING)
        return is_open and start <= self.until + dt.timedelta(days=GAP_DAYS)

    def add(self, place: int, trial: Trial, start: dt.date) -> None:
        """Take an entry in."""
        self.entries.append(trial)
        self.place = min(self.place, place)
        usual = start + dt.timedelta(days=USUAL_SUPPLY_DAYS)
        self.until = max(self.until, trial.end.latest if trial.end is not None else usual)


def joined(trials: Sequence[Trial], today: dt.date) -> tuple[Trial, ...]:
    """The therapies with those that are one course joined, each where its first entry stood.

    Args:
        trials: of one patient, in the file's order.
        today: the office's day; a course whose last fill can still last has no end.
    """
    made = {place: trial for place, trial in enumerate(trials) if _day(trial) is None}
    dated = sorted(
        ((day, place, trial) for place, trial in enumerate(trials) if (day := _day(trial)) is not None),
        key=lambda entry: entry[:2],
    )
    courses: dict[str, list[_Course]] = defaultdict(list)
    for day, place, trial in dated:
        known = courses[_drug(trial)]
        if not known or not known[-1].goes_on_with(trial, day):
            known.append(_Course(place, day))
        known[-1].add(place, trial, day)
    made |= {course.place: _whole(course.entries, today) for known in courses.values() for course in known}
    return tuple(made[place] for place in sorted(made))


def _day(trial: Trial) -> dt.date | None:
    return trial.start.earliest if trial.start is not None and trial.start.is_exact else None


def _drug(trial: Trial) -> str:
    therapy = find_therapy(trial.drug)
    return therapy.generic if therapy is not None else " ".join(trial.drug.casefold().split())


def _whole(course: Sequence[Trial], today: dt.date) -> Trial:
    """One therapy from its first to its last day, as the last entry has it, with the days named."""
    last = course[-1]
    if len(course) == 1:
        return last
    names = dict.fromkeys(one.drug for one in course)
    doses = dict.fromkeys(text for one in course if (text := one.dose))
    therapy = find_therapy(last.drug)
    return replace(
        course[0],
        drug=last.drug if len(names) == 1 or therapy is None else therapy.generic,
        strength=_latest(one.strength for one in course),
        dose=", then ".join(doses),
        directions=_latest(one.directions for one in course),
        end=_end(course, today),
        outcome=last.outcome,
        reason=last.reason,
        intent=_latest(one.intent for one in course),
        evidence=_evidence(course, list(names)),
    )


def _latest(texts: Iterable[str]) -> str:
    return next((text for text in reversed(list(texts)) if text), "")


def _end(course: Sequence[Trial], today: dt.date) -> PartialDate | None:
    """The last day that an entry says, else that of the last fill; none while that can still last."""
    last, day = course[-1], _day(course[-1])
    if last.outcome is Outcome.ONGOING or day is None:
        return None
    said = max((one.end for one in course if one.end is not None), key=lambda end: end.latest, default=None)
    if said is not None and said.latest >= day:
        return said
    return None if day + dt.timedelta(days=USUAL_SUPPLY_DAYS + GAP_DAYS) >= today else last.start


def _evidence(course: Sequence[Trial], names: Sequence[str]) -> str:
    """`6 fills or prescriptions: 01/10/2026, 02/09/2026, …`, with the products where they differ."""
    days = list(dict.fromkeys(day for one in course if (day := _day(one)) is not None))
    shown = [f"{day:%m/%d/%Y}" for day in days]
    if len(shown) > _MOST_NAMED:
        shown = [*shown[: _MOST_NAMED - 1], "…", shown[-1]]
    products = f" ({'; '.join(names)})" if 1 < len(names) <= _MOST_PRODUCTS else ""
    return f"{len(days)} fills or prescriptions: {', '.join(shown)}{products}" if len(days) > 1 else ""
