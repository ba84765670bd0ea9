"""What an office asks after the rules themselves: how long a decision takes, what if they say no, what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.criteria.policy import Policy
from app.desk.criteria.sections import Section
from app.desk.patients.lists import LINE_WORDS
from app.domain.clocks import AppealRule, DecisionRule, Verified, clock_rules
from app.domain.costs import cost_library
from app.domain.drugs import find_product
from app.domain.practice import Line

_CARDS_AT_MOST = 3
_FIGURES_AT_MOST = 3


def beyond(policy: Policy) -> tuple[Section, ...]:
    """Rules of law and reference figures for the policy's lines and product; nothing here is the payer's own word."""
    made = (
        Section("How long a decision takes", tuple(dict.fromkeys(_decisions(policy)))),
        Section("If they say no", tuple(dict.fromkeys(_appeals(policy)))),
        Section("What it costs without cover", tuple(_costs(policy))),
    )
    return tuple(section for section in made if section.lines)


def _lines(policy: Policy) -> tuple[Line, ...]:
    """The policy's lines in the order of the plan's list; of one without lines none can be told."""
    return tuple(line for line in LINE_WORDS if line in policy.lines)


def _decisions(policy: Policy) -> Iterator[str]:
    for rule in clock_rules().decisions:
        if rule.types or not set(rule.lines) & policy.lines or not _is_here(rule, policy):
            continue
        yield f"{rule.cited.name}: {rule.standard.words}, {rule.urgent.words} where urgent{_trust(rule.cited.verified)}"
    for none in clock_rules().not_needed:
        if set(none.lines) & policy.lines:
            yield f"{none.cited.name}: {none.cited.text}"


def _is_here(rule: DecisionRule, policy: Policy) -> bool:
    return not rule.states or not policy.states or bool(set(rule.states) & policy.states)


def _appeals(policy: Policy) -> Iterator[str]:
    for line in _lines(policy):
        rules = sorted((rule for rule in clock_rules().appeals if line in rule.lines), key=lambda rule: rule.level)
        for rule in rules[:2]:
            yield f"{LINE_WORDS[line]}, {_appeal(rule)}"


def _appeal(rule: AppealRule) -> str:
    name = f"{rule.cited.name[:1].lower()}{rule.cited.name[1:]}"
    filed = f"file within {rule.file.words}" if rule.file is not None else "it goes on by itself"
    return f"{name}: {filed}, decided in {rule.decide.words}{_trust(rule.cited.verified)}"


def _trust(verified: Verified) -> str:
    return "" if verified.is_read else f" ({verified.words})"


def _costs(policy: Policy) -> Iterator[str]:
    product = next((found for code in sorted(policy.products) if (found := find_product(code)) is not None), None)
    if product is None:
        return
    library = cost_library()
    lines: Iterable[Line | None] = _lines(policy) or (None,)
    cards = dict.fromkeys(card for line in lines for card in library.cards_for(product.brand, line))
    for card in tuple(cards)[:_CARDS_AT_MOST]:
        figures = [f"{what} ${usd}" for what, usd in card.figures if product.brand in what or len(card.figures) == 1]
        told = "; ".join(figures[:_FIGURES_AT_MOST]) or card.text
        yield f"{card.title} ({card.as_of}): {told}"
    programs = [item.program for item in library.offers_for(product.brand, (), "")]
    for program in programs:
        if not set(program.not_for) & policy.lines:
            yield f"{program.title}: {'; '.join(program.who[:2])}"
