"""A payer's rules for one use, sorted by what an office asks first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.criteria.codes import Standing, standing_of
from app.criteria.findings import Topic
from app.criteria.policy import Ages, Policy, Rule
from app.criteria.submission import Kind
from app.domain.drugs import find_product
from app.domain.indications import condition_name, icd10_table

#: The questions in their order, with the topics that answer each.
_QUESTIONS: tuple[tuple[str, tuple[Topic, ...]], ...] = (
    ("For whom", (Topic.PA_REQUIRED, Topic.AGE, Topic.EXCLUSION)),
    ("The diagnosis", (Topic.DIAGNOSIS, Topic.CODE, Topic.FREQUENCY, Topic.DURATION)),
    ("What must have been tried", (Topic.STEP_THERAPY,)),
    ("What must have changed since", (Topic.RESPONSE,)),
    ("Who asks", (Topic.SPECIALIST,)),
    ("How much and how often", (Topic.DOSE, Topic.INTERVAL, Topic.WASTE)),
    ("Beside what", (Topic.CONCURRENT, Topic.GUIDANCE)),
    ("What must be attached", (Topic.ATTACHMENTS,)),
    ("Also", (Topic.BENEFIT, Topic.EDITION, Topic.OTHER)),
)
_CODES_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Section:
    """One question with what the rules say."""

    title: str
    lines: tuple[str, ...]


def sections_of(policy: Policy, indication: str) -> tuple[Section, ...]:
    """The rules for one use, or for all of them where `indication` is empty."""
    found = [_exempt(policy)]
    rules = [rule for rule in policy.rules if not (indication and rule.conditions) or indication in rule.conditions]
    for title, topics in _QUESTIONS:
        lines = [_line(rule, indication) for rule in rules if rule.topic in topics]
        if title == "The diagnosis":
            lines += _codes(policy, indication)
        found.append(Section(title, tuple(dict.fromkeys(lines))))
    found.append(Section("For how long", tuple(_stretch(policy))))
    notes = [n.text for n in policy.notes if not (indication and n.conditions) or indication in n.conditions]
    found.append(Section("To look at", tuple(dict.fromkeys(notes))))
    return tuple(section for section in found if section.lines)


def _exempt(policy: Policy) -> Section:
    return Section("No authorization is needed", tuple(exemption.text for exemption in policy.exemptions))


def _line(rule: Rule, indication: str) -> str:
    limits: list[str] = []
    if rule.kinds == frozenset({Kind.INITIAL}):
        limits.append("first request")
    elif rule.kinds == frozenset({Kind.CONTINUATION}):
        limits.append("renewal")
    if rule.ages is not None and rule.ages.value not in rule.text:
        limits.append({Ages.ADULT: "adults", Ages.CHILD: "children"}[rule.ages])
    limits += [_brand(code) for code in sorted(rule.products)]
    limits += sorted(rule.states)
    said = f"{rule.text} ({', '.join(dict.fromkeys(limits))})" if limits else rule.text
    return said if indication or not rule.conditions else f"{said}: {_uses(rule)}"


def _brand(code: str) -> str:
    product = find_product(code)
    return code if product is None else product.brand


def _uses(rule: Rule) -> str:
    return ", ".join(sorted(condition_name(name) for name in rule.conditions))


def _codes(policy: Policy, indication: str) -> Iterator[str]:
    """The codes of one use as the payer's list has them, or the lists as they are."""
    if not policy.codes:
        return
    if indication:
        own = [entry.code for entry in icd10_table().of(indication)]
        for standing in (Standing.LISTED, Standing.NOT_COVERED):
            codes = [code for code in own if standing_of(code, policy, indication) is standing]
            if codes:
                yield f"Codes {standing.value}: {_few(codes)}"
        return
    for listed in policy.codes:
        for words, patterns in (("listed", listed.listed), ("listed as not covered", listed.not_covered)):
            if patterns:
                yield f"Codes {words}: {_few(patterns)}"


def _few(codes: Sequence[str]) -> str:
    more = f" and {len(codes) - _CODES_AT_MOST} more" if len(codes) > _CODES_AT_MOST else ""
    return ", ".join(codes[:_CODES_AT_MOST]) + more


def _stretch(policy: Policy) -> Iterator[str]:
    months: Mapping[str, int | None] = {
        "A first authorization lasts": policy.authorized_months.initial,
        "A renewal lasts": policy.authorized_months.renewal,
    }
    for words, count in months.items():
        if count is not None:
            yield f"{words} {count} months"
