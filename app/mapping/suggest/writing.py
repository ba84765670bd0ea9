"""Offers for boxes that are written in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.mapping.suggest.blocks import Blocks, Chosen
from app.mapping.suggest.headings import Section
from app.mapping.suggest.lexicon import PEOPLE, Cue, Lexicon
from app.mapping.suggest.model import Evidence, Offer
from app.mapping.suggest.parse import best_likeness, holds, parse
from app.mapping.suggest.sources import Named, attributes_of, spoken_label
from app.pdf.context.model import BoxContext, PartKind, Place
from app.pdf.template import Box, BoxKind

_LEAST = 0.42
_TWO, _EVEN, _MOSTLY = 2, 0.02, 0.75
_LEAST_WORDS_OF_CUE = 3
#: What is only asked for by a label that says nothing else.
_BARE_ONLY = "code"
_CUE_STRENGTH = 0.6
_PERSONAL = frozenset(
    {
        "address", "full_address", "city_state_zip", "city", "state", "zip", "county", "email", "first_name",
        "last_name", "middle_initial", "dob", "license", "specialty", "phone", "fax", "credential", "npi",
        "tin", "name",
    }
)  # fmt: skip
#: Headings of columns that mean a therapy's outcome only among therapies.
_OF_TRIED_ONLY = frozenset({"result", "therapy"})
_LEAST_ANSWER = 0.58
#: A box for therapies tried that also asks when and why they ended is a box for all of them.
_TRIED, _SUMMARY = "prior[n].drug", "prior.summary"
_TOLD_OF_TRIED = frozenset({"reason", "outcome", "date", "dates", "result", "stopped"})
#: So many unknown words leave a label as good as unread.
_MOST_LEFT = 2.0
#: By how much the signature must lead for a lone "Date" to be its date.
_CLEAR_LEAD = 0.5
_PARTS = {
    (PartKind.DATE, 3): ("MM", "DD", "YYYY"),
    (PartKind.PHONE, 3): ("area", "prefix", "line"),
    (PartKind.PHONE, 2): ("area", "local"),
    (PartKind.ZIP, 2): ("zip5", "plus4"),
}
_CONDITIONAL = re.compile(
    r"^\W*(?:(?:yes|no)[,.]?\s+)?(?:[a-z0-9]{1,2}[.)]\s*)?if\s+(?:yes|no|so|other|not|applicable,? explain)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^\W*(?:[a-z0-9]{1,2}[.)]\s*)?(?:(?:if (?:yes|so|no)|for [^:,]{3,40})[,:]\s*)?"
    r"(?:has|have|had|is|are|was|were|does|do|did|will|can|could|would|should)\b",
    re.IGNORECASE,
)
#: Who signs or initials beside such a sentence vouches for it.
_ATTESTS = re.compile(
    r"^\W*(?:by\s+(?:signing|initialing|my signature|submitting)\b|i(?:\s+\w+)?\s+(?:hereby\s+)?"
    r"(?:attest|certify|affirm|declare|acknowledge|represent|confirm|understand|agree)\b)",
    re.IGNORECASE,
)
_SIGNATURE = "attest.signature"
_WHY = re.compile(r"^\W*(?:[a-z0-9]{1,2}[.)]\s*)?why\s+(?:is|are|was|can|does|do|should|must)\b", re.IGNORECASE)
_UNTIL = re.compile(r"^\W*(?:and\s+)?(?:to|through|thru|until|till)(?:\s+date)?\W*$", re.IGNORECASE)
_ROOMY_PT = 16.0
#: About as wide as a letter of a label.
_LETTER_PT = 4.6
#: Keys that want room; a narrow box hardly asks for them.
_LONG = ("request.justification", "prior.summary", "meds.current", "measure.labs", "measure.findings")


def offers(
    lexicon: Lexicon,
    box: Box,
    context: BoxContext,
    blocks: Blocks,
    section: Section,
) -> list[tuple[str, Offer]]:
    """The keys that a box may ask for with the attribute of each, best first.

    Args:
        lexicon: to look up.
        box: written in.
        context: what is printed about it.
        blocks: what the boxes before it were about.
        section: where it stands, and the domains of its headings.
    """
    made: list[tuple[str, Offer]] = []
    if is_question(spoken_label(box, context)):
        found = [*answer_offers(lexicon, box, context), *cue_offers(lexicon, box, context)]
        return [("cue", offer) for offer in found]
    if _WHY.match(spoken_label(box, context)):
        return [("cue", offer) for offer in cue_offers(lexicon, box, context)]
    for named in attributes_of(lexicon, box, context)[:3]:
        if named.attribute == "date" and "prior" in named.domains:
            continue
        if named.strength < _LEAST or (named.attribute == _BARE_ONLY and named.size > 1):
            continue
        offer = _offer(lexicon, box, context, named, blocks, section)
        if offer is not None:
            made.append((named.attribute, offer))
    if max((offer.evidence.strength for _, offer in made), default=0.0) < _CUE_STRENGTH:
        made += [("cue", offer) for offer in cue_offers(lexicon, box, context)]
    if not made and _ATTESTS.match(spoken_label(box, context)):
        made = [("signature", Offer(_SIGNATURE, Evidence(strength=_CUE_STRENGTH, printed=_CUE_STRENGTH, skimmed=1.0)))]
    made = _without_vaguer(made)
    return _unless_even(sorted(made, key=lambda item: -item[1].evidence.strength - 0.2 * item[1].evidence.domain))


def _unless_even(ranked: list[tuple[str, Offer]]) -> list[tuple[str, Offer]]:
    """The offers, the first marked as one of several things where the next is as well worded and is another key."""
    if len(ranked) < _TWO or ranked[0][1].key == ranked[1][1].key:
        return ranked
    (name, first), second = ranked[0], ranked[1][1]
    if second.evidence.strength < first.evidence.strength - _EVEN or first.evidence.domain > second.evidence.domain:
        return ranked
    return [(name, replace(first, evidence=replace(first.evidence, mixed=1.0))), *ranked[1:]]


def _without_vaguer(made: list[tuple[str, Offer]]) -> list[tuple[str, Offer]]:
    """A prescriber's "contact phone" is the contact's, not another of the prescriber's own."""
    special = {name.removeprefix("contact_") for name, _ in made if name.startswith("contact_")}
    return [item for item in made if item[0] not in special or not item[1].key.startswith("prescriber.")]


def _offer(
    lexicon: Lexicon,
    box: Box,
    context: BoxContext,
    named: Named,
    blocks: Blocks,
    section: Section,
) -> Offer | None:
    sections = section.domains
    is_bare = named.attribute == "date" and named.size == 1
    among_tried = is_bare and sections and sections[0].get("prior", 0.0) >= _MOSTLY
    attribute = lexicon.attributes["dates" if among_tried and context.line not in blocks.signing else named.attribute]
    chosen = blocks.choose(attribute, named.domains, sections, section.where, (context.line, begins_pt(box, context)))
    if chosen is None or (attribute.name == "date" and chosen.domain == "attest" and chosen.lead < _CLEAR_LEAD):
        return None
    on_diagnosis = blocks.describes_diagnosis(context.line)
    if "office_use" in named.domains or _is_somebody_elses(
        named.attribute, chosen, named.domains, sections, on_diagnosis=on_diagnosis
    ):
        return None
    key = attribute.keys[chosen.domain]
    if key == _TRIED and context.row == 0 and _TOLD_OF_TRIED.intersection(named.further) and _fit(box, _SUMMARY):
        key = _SUMMARY
    unknown = blocks.is_after_unknown(chosen, section.where, context.line)
    if context.part is not None:
        key = with_part(key, context.part)
    return Offer(
        key,
        Evidence(
            way="label",
            strength=named.strength,
            printed=named.printed,
            named=named.named,
            against=named.against,
            domain=chosen.lead,
            explicit=float(chosen.explicit),
            section=float(chosen.in_section),
            far=named.far if named.printed else 0.0,
            brief=1 / max(1, named.size),
            fits=_fit(box, key),
            foreign=float(chosen.foreign and not section.passed),
            conditional=float(is_conditional(spoken_label(box, context))),
            left=min(1.0, named.left / _MOST_LEFT),
            mixed=float(named.mixed or _is_anybodys(named.attribute, chosen)),
            assumed=float(chosen.assumed),
            passed=float(chosen.open and not chosen.explicit and (section.passed or unknown)),
            clash=float(chosen.clash),
            strayed=float(_strays(chosen, sections)),
        ),
    )


def _is_anybodys(attribute: str, chosen: Chosen) -> bool:
    """Whether a box asks for a name, and nothing at hand says whose."""
    return attribute == "name" and not (chosen.explicit or chosen.in_section)


def _strays(chosen: Chosen, sections: Sequence[Mapping[str, float]]) -> bool:
    """Whether the nearest heading speaks of others, and neither label nor line names the one that was chosen."""
    return bool(sections) and bool(sections[0]) and not (chosen.in_section or chosen.explicit)


def begins_pt(box: Box, context: BoxContext) -> float:
    """Where a box begins with the label left of it, as near as the label's length tells."""
    if not context.labels or context.labels[0].place is not Place.LEFT:
        return box.rect.x0
    return box.rect.x0 - _LETTER_PT * len(context.labels[0].line or context.labels[0].text)


def only_says_until(box: Box, context: BoxContext) -> bool:
    """Whether a label says no more than that what was begun before it ends here: "From ____ to ____"."""
    return bool(_UNTIL.match(spoken_label(box, context)))


def begins(key: str) -> bool:
    """Whether a key is the date from which something is asked for or was taken."""
    return key.split(":", maxsplit=1)[0].endswith("start_date")


def ended(key: str, part: tuple[PartKind, int, int] | None) -> str:
    """The key of the date until which what a key begins lasts."""
    base = key.split(":", maxsplit=1)[0].replace("start_date", "end_date")
    return with_part(base, part) if part is not None else base


def is_conditional(text: str) -> bool:
    """Whether a label only asks after an answer given before: "If yes, …"."""
    return bool(_CONDITIONAL.match(text))


def is_question(text: str) -> bool:
    """Whether a text asks for yes or no."""
    return bool(_QUESTION.match(text)) and "?" in text


def answer_offers(lexicon: Lexicon, box: Box, context: BoxContext) -> list[Offer]:
    """Keys of questions that are answered yes or no in writing."""
    read = lexicon.words.tokens(spoken_label(box, context))
    tokens = tuple(token for token in read if token.word not in PEOPLE)
    scored = [(best_likeness(tokens, choice.yes_no), choice.key) for choice in lexicon.choices]
    like, key = max(scored)
    if not tokens or like < _LEAST_ANSWER:
        return []
    return [Offer(key, Evidence(way="cue", strength=like, printed=like, support=1.0, brief=1 / len(tokens)))]


def _is_somebody_elses(
    attribute: str,
    chosen: Chosen,
    named: Sequence[str],
    sections: Sequence[Mapping[str, float]],
    *,
    on_diagnosis: bool,
) -> bool:
    """Whether the heading says that it is asked of somebody of whom the vocabulary has no such key."""
    if sections and sections[0].get("outside", 0.0) > 0.5 and chosen.domain not in named:
        return True
    if attribute == "description":
        return not on_diagnosis
    if attribute in _OF_TRIED_ONLY:
        return not (sections and sections[0].get("prior"))
    return chosen.foreign and attribute in _PERSONAL and chosen.domain not in named


def with_part(key: str, part: tuple[PartKind, int, int]) -> str:
    """A key's piece, where the key can be split so; else the key."""
    kind, place, count = part
    names = _PARTS.get((kind, count))
    last = key.rsplit(".", 1)[-1]
    fits = {
        PartKind.DATE: key.endswith(("_date", "dob")),
        PartKind.PHONE: "phone" in last or key.endswith("fax"),
        PartKind.ZIP: last == "zip",
    }[kind]
    return f"{key}:{names[place]}" if fits and names is not None else key


def _fit(box: Box, key: str) -> float:
    if key in _LONG:
        return 1.0 if box.kind is BoxKind.MULTILINE or box.rect.width > 180 or box.rect.height > _ROOMY_PT else 0.0
    if key.endswith(".state") or key.endswith("middle_initial"):
        return 1.0 if box.rect.width < 160 else 0.5
    if key.endswith(("full_name", ".address")) and box.rect.width < 40:
        return 0.0
    if box.limit is not None and box.limit <= 2 and not key.endswith((".state", "age", ":MM", ":DD", "middle_initial")):
        return 0.0
    return 1.0


def cue_offers(lexicon: Lexicon, box: Box, context: BoxContext) -> list[Offer]:
    """Keys of long questions, known by words that stand in them."""
    text = spoken_label(box, context)
    words = lexicon.words.plain(text)
    if len(words) < _LEAST_WORDS_OF_CUE:
        return []
    found = [cue for cue in lexicon.cues if cue.boxes == "text" and cue_fits(cue, words)]
    read = parse(lexicon, text)
    return [
        Offer(
            cue.key,
            Evidence(
                way="cue",
                strength=_CUE_STRENGTH,
                printed=_CUE_STRENGTH if context.label else 0.0,
                named=_CUE_STRENGTH if box.label else 0.0,
                domain=read.share,
                far=min(1.0, context.labels[0].cost) if context.labels else 0.0,
                support=1.0 if len(found) == 1 else 0.0,
                brief=1 / max(1, len(words)),
                fits=_fit(box, cue.key),
                conditional=float(is_conditional(text)),
                skimmed=1.0,
            ),
        )
        for cue in found[:1]
    ]


def cue_fits(cue: Cue, words: tuple[str, ...]) -> bool:
    """Whether every group of a cue is met and nothing that rules it out stands in the words."""
    if any(holds(words, phrase) for phrase in cue.none):
        return False
    return all(any(holds(words, phrase) for phrase in group) for group in cue.every)
