"""Facts, made from a case: every key of the vocabulary that the records can answer, each with its origin.

An absent record gives no fact, never a "no". Must not hold: anything about forms, or a value that is only likely.
"""

from __future__ import annotations

import datetime as dt

from app.domain.case import Case
from app.domain.derive import _compose, _coverage, _measures, _order, _overrides, _people, _places, _prior
from app.domain.derive._prior import trials_of
from app.domain.derive._sheet import Sheet
from app.domain.derive._unread import unread_overrides
from app.domain.facts import Facts


def collect_facts(case: Case, today: dt.date) -> Facts:
    """Everything that the case's records say, under the vocabulary's keys.

    What was typed for this request only wins over the records, and what is worked out is worked out from it. A key that
    was typed empty is left out on purpose.

    Args:
        case: the request with its records.
        today: the office's date; stands for the date of the request while that has none.
    """
    sheet = Sheet(case, case.request.date or today)
    _overrides.put(sheet, today)
    for room in (_people, _coverage, _places, _order, _prior, _measures):
        room.put(sheet)
    _compose.put(sheet)
    return sheet.facts()


__all__ = ["collect_facts", "trials_of", "unread_overrides"]
