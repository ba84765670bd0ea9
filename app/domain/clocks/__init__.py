"""Clocks: when a decision, an appeal, a renewal is due, each date with the rule that gives it and where that stands.

Must not hold: a rule in code (they are data in `resources/clocks.toml`), or a date that ignores the payer's letter.
"""

from __future__ import annotations

from app.domain.clocks.calendar import calendar_of
from app.domain.clocks.days import federal_holidays, is_business_day
from app.domain.clocks.problems import BadClockRule
from app.domain.clocks.reckon import Clock, ClockKind, clocks_of, next_clock, next_levels
from app.domain.clocks.rules import AppealRule, ClockRules, DecisionRule, Verified, clock_rules, read_clock_rules
from app.domain.clocks.situation import Situation, situation_of

__all__ = [
    "AppealRule",
    "BadClockRule",
    "Clock",
    "ClockKind",
    "ClockRules",
    "DecisionRule",
    "Situation",
    "Verified",
    "calendar_of",
    "clock_rules",
    "clocks_of",
    "federal_holidays",
    "is_business_day",
    "next_clock",
    "next_levels",
    "read_clock_rules",
    "situation_of",
]
