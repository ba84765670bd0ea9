"""A second, independent reading of four payers' rules for chronic migraine, to hold the rules in data against.

Written from the payers' texts without the program's conditions; it knows nothing of settling, words or warnings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.criteria.lengths import add_months
from tests.unit.criteria.conftest import Case

DAY = dt.date(2026, 11, 23)
_BETA = {"metoprolol", "propranolol", "timolol", "atenolol", "nadolol"}
_THREE = {
    "antidepressant": {"amitriptyline", "venlafaxine"},
    "antiepileptic": {"divalproex", "topiramate"},
    "beta_blocker": _BETA,
}
_GEPANTS_AND_ANTIBODIES = {"fremanezumab", "galcanezumab", "eptinezumab", "rimegepant", "atogepant"}
_PRESSURE = {
    "acei_arb": {"lisinopril", "candesartan", "losartan", "valsartan"},
    "ccb": {"verapamil", "nifedipine", "nimodipine", "diltiazem"},
}
CLASS_OF = {
    **{drug: name for name, drugs in (_THREE | _PRESSURE).items() for drug in drugs},
    **dict.fromkeys(_GEPANTS_AND_ANTIBODIES, "cgrp"),
    **{"naproxen": "nsaid", "sumatriptan": "triptan"},
}
_WORSE = ("NOT_REQUIRED", "MET", "TOO_EARLY", "NOT_DOCUMENTED", "NOT_MET")


@dataclass(frozen=True, slots=True)
class Step:
    """What must have been tried."""

    named: Mapping[str, set[str]]
    drugs: int
    classes: int
    days: int
    months: int
    counts: frozenset[str]


AETNA = Step(_THREE | {"cgrp": _GEPANTS_AND_ANTIBODIES}, 2, 2, 60, 0, frozenset({"completed", "contraindication"}))
COMMUNITY = Step(_THREE, 2, 2, 60, 2, frozenset({"failure", "intolerance", "contraindication"}))
MERCY = Step(_THREE | _PRESSURE, 3, 2, 90, 3, frozenset({"failure", "intolerance"}))


def worst(states: Iterable[str]) -> str:
    """The worst of some states."""
    return max(states, key=_WORSE.index)


def of_aetna(case: Case) -> dict[str, str]:
    """Commercial bulletin 0113."""
    found = {
        "specialist": "MET" if (case.get("prescriber") or {}).get("specialty") == "Neurology" else "NOT_DOCUMENTED",
        "interval": _interval(case),
        "dose": worst((_at_most(case, 200), _of_child(case))),
    }
    if case["kind"] == "continuation":
        return found | {"response": _fewer(case)}
    return found | {
        "age": _adult(case),
        "frequency": worst((_number(case, "headache_days", 15), _number(case, "headache_days_4h", 8))),
        "duration": _number(case, "months_at_frequency", 3),
        "step_therapy": _step(case, AETNA),
    }


def of_unitedhealthcare(case: Case) -> dict[str, str]:
    """Commercial policy: counts and the labelled dose, on renewal too."""
    units = case.get("units")
    dose = "NOT_DOCUMENTED" if units is None or units < 155 else "MET" if units == 155 else "NOT_MET"
    return {"frequency": _fifteen_eight_four(case), "dose": dose, "interval": _interval(case)}


def of_community_plan(case: Case) -> dict[str, str]:
    """Medicaid policy of the same payer."""
    papers = case.get("attachments")
    history = _attached(papers, {"notes", "history"})
    evidence = _attached(papers, {"labs"})
    if evidence == "NOT_MET" and "diary" in (papers or ()):
        evidence = "NOT_DOCUMENTED"
    found = {"dose": _at_most(case, 155), "interval": _interval(case), "attachments": worst((history, evidence))}
    if case["kind"] == "continuation":
        return found
    return found | {"frequency": _fifteen_eight_four(case), "step_therapy": _step(case, COMMUNITY)}


def of_mercy_care(case: Case) -> dict[str, str]:
    """The form's first page."""
    found = {"attachments": _attached(case.get("attachments"), {"notes"})}
    if case["kind"] == "continuation":
        return found
    counts = (_number(case, "headache_days", 15), _number(case, "headache_hours", 4))
    return found | {"frequency": worst(counts), "step_therapy": _step(case, MERCY)}


READINGS: Mapping[tuple[str, str, str], Callable[[Case], dict[str, str]]] = {
    ("Aetna", "commercial", "WA"): of_aetna,
    ("UnitedHealthcare", "commercial", "AZ"): of_unitedhealthcare,
    ("UnitedHealthcare Community Plan", "medicaid_mco", "AZ"): of_community_plan,
    ("Mercy Care", "medicaid_mco", "AZ"): of_mercy_care,
}


def _fifteen_eight_four(case: Case) -> str:
    names = (("headache_days", 15), ("migraine_days", 8), ("headache_hours", 4))
    return worst(_number(case, name, least) for name, least in names)


def _reading(case: Case, phase: str) -> dict[str, Any]:
    return next((item for item in case.get("measures") or () if item["phase"] == phase), {})


def _number(case: Case, name: str, least: float) -> str:
    value = _reading(case, "baseline").get(name)
    return "NOT_DOCUMENTED" if value is None else "MET" if value >= least else "NOT_MET"


def _fewer(case: Case) -> str:
    before, now = (_reading(case, phase).get("headache_days") for phase in ("baseline", "current"))
    return "NOT_DOCUMENTED" if before is None or now is None else "MET" if now < before else "NOT_MET"


def _age(case: Case) -> int | None:
    text = (case.get("patient") or {}).get("dob")
    if text is None:
        return None
    born = dt.date.fromisoformat(text)
    return DAY.year - born.year - ((DAY.month, DAY.day) < (born.month, born.day))


def _adult(case: Case) -> str:
    age = _age(case)
    return "NOT_DOCUMENTED" if age is None else "MET" if age >= 18 else "NOT_MET"


def _at_most(case: Case, most: float) -> str:
    units = case.get("units")
    return "NOT_DOCUMENTED" if units is None else "MET" if units <= most else "NOT_MET"


def _of_child(case: Case) -> str:
    """340 units and 10 units/kg for whoever is a child, or may be one."""
    age, units, weight = _age(case), case.get("units"), (case.get("patient") or {}).get("weight_kg")
    if age is not None and age >= 18:
        return "MET"
    if units is None:
        return "NOT_DOCUMENTED"
    by_weight = "NOT_DOCUMENTED" if weight is None else "MET" if units <= 10 * weight else "NOT_MET"
    state = worst((by_weight, "MET" if units <= 340 else "NOT_MET"))
    return "NOT_DOCUMENTED" if age is None and state == "NOT_MET" else state


def _interval(case: Case) -> str:
    weeks, last = case.get("interval_weeks"), case.get("last_injection")
    asked = "NOT_DOCUMENTED" if weeks is None else "MET" if weeks >= 12 else "NOT_MET"
    if last is None:
        return worst((asked, "NOT_REQUIRED" if case["kind"] == "initial" else "NOT_DOCUMENTED"))
    return worst((asked, "MET" if (DAY - dt.date.fromisoformat(last)).days >= 84 else "TOO_EARLY"))


def _attached(papers: list[str] | None, wanted: set[str]) -> str:
    return "NOT_DOCUMENTED" if papers is None else "MET" if wanted & set(papers) else "NOT_MET"


def _step(case: Case, step: Step) -> str:
    worth = [(_worth(item, step), item["drug"]) for item in case.get("trials") or ()]
    bars = {item["class"] for item in case.get("contraindications") or ()} & set(step.named)
    barred = bars if "contraindication" in step.counts else set()
    if _enough({drug for worth_it, drug in worth if worth_it == "yes"}, barred, step):
        return "MET"
    if "trials" not in case or _enough({drug for worth_it, drug in worth if worth_it != "no"}, barred, step):
        return "NOT_DOCUMENTED"
    return "NOT_MET"


def _enough(drugs: set[str], barred: set[str], step: Step) -> bool:
    classes = {CLASS_OF[drug] for drug in drugs} | barred
    in_place = step.drugs - step.classes + 1
    counted = sum(max(sum(CLASS_OF[d] == name for d in drugs), in_place if name in barred else 0) for name in classes)
    return len(classes) >= step.classes and counted >= step.drugs


def _worth(item: Case, step: Step) -> str:
    outcome = item["outcome"]
    if item["drug"] not in step.named.get(CLASS_OF[item["drug"]], ()) or outcome == "ongoing":
        return "no"
    if outcome == "contraindication":
        return "yes" if "contraindication" in step.counts else "no"
    if outcome == "intolerance" and "completed" not in step.counts:
        return "yes" if "intolerance" in step.counts else "no"
    return _long(item, step)


def _long(item: Case, step: Step) -> str:
    start, end = (dt.date.fromisoformat(item[name]) if name in item else None for name in ("start", "end"))
    if start is None:
        return "maybe"
    by_days, by_months = start + dt.timedelta(step.days), add_months(start, step.months)
    if end is None:
        return "maybe" if by_days <= DAY or (step.months and by_months <= DAY) else "no"
    long_enough = [by_days <= end, *([by_months <= end] if step.months else [])]
    return "yes" if all(long_enough) else "maybe" if any(long_enough) else "no"
