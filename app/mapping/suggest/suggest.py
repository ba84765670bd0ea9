"""What a form's boxes ask for, over the whole form at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.domain.vocabulary import KeyKind, vocabulary
from app.mapping.suggest import ticking, writing
from app.mapping.suggest.believing import believed
from app.mapping.suggest.blocks import Blocks
from app.mapping.suggest.confidence import Scale, may_be_sure
from app.mapping.suggest.formats import phone_format
from app.mapping.suggest.headings import Section, section_of, without_questions
from app.mapping.suggest.lexicon import Lexicon
from app.mapping.suggest.model import Offer, Suggestion
from app.mapping.suggest.parse import parse
from app.mapping.suggest.rows import Rows
from app.mapping.suggest.sources import spoken_label, words_of_prefix
from app.mapping.suggest.tried import Tried, where_tried
from app.pdf.context.model import BoxContext, FormContext, Heading, Place
from app.pdf.template import Box, BoxId, BoxKind, Template

_SIGNATURE = "attest.signature"
_SIGNED = re.compile(r"\bsignature\b|^\W*signed\b", re.IGNORECASE)
#: What is asked for once a form, whatever the heading.
_ONCE = ("drug.", "request.")
_CODE = "dx.icd10[n]"
_COUNTED = re.compile(r"^\W*([2-9])\W*$")
#: Of whom a page asks in one part only.
_ASKED_ONCE = ("prescriber.", "facility.", "pharmacy.")
#: From here on a heading leaves its part to the plan.
_OFFICE_USE = 0.75
_OF_DIAGNOSIS = frozenset({"icd", "description", "diagnosis", "code"})
_NOTHING = frozenset({"other", "none"})
#: Where a form has one column for both, what happened is told in words.
_REASON = "prior[n].reason"
#: Whom a key is asked about that stands in its block already.
_INSTEAD = {
    "patient": ("other_coverage", "representative"),
    "coverage": ("other_coverage",),
    "insured": ("other_coverage",),
    "prescriber": ("contact",),
    "drug": ("prior",),
    "facility": ("pcp",),
}
_NUMBERS = frozenset({"other_id", "member_id"})
_NUMBER_OF = {
    "coverage.medicare": "coverage.medicare_id",
    "coverage.medicaid": "coverage.medicaid_id",
    "coverage.has_other": "coverage.other_member_id",
}
#: What may be asked after any question.
_ASKED_ON = frozenset({"therapy_started", "last_treatment", "prior_summary", "start_date", "other_id", "cue", "other"})
#: Keys that begin so are about the party of that name.
_PARTIES = frozenset({"patient", "prescriber", "facility", "pharmacy", "pcp"})
_NAME_OF = {"pcp": "pcp.name", "contact": "prescriber.contact_name", "representative": "patient.representative_name"}


@dataclass(slots=True)
class _Form:
    """A form being read."""

    template: Template
    context: FormContext
    lexicon: Lexicon
    boxes: dict[BoxId, Box]
    sections: dict[BoxId, Section] = field(default_factory=dict)


def suggest(template: Template, context: FormContext, lexicon: Lexicon, scale: Scale) -> tuple[Suggestion, ...]:
    """A suggestion for every box, in the template's order.

    Args:
        template: the form's boxes.
        context: what is printed about them.
        lexicon: payers' wording.
        scale: what evidence is worth.
    """
    form = _Form(template, context, lexicon, {box.id: box for box in believed(lexicon, template, context)})
    asked = {said.question for said in context.boxes.values() if said.question}
    for box in form.boxes.values():
        trail = without_questions(lexicon, context.boxes[box.id].trail, asked)
        if not trail and words_of_prefix(box):
            trail = (Heading(words_of_prefix(box), strong=False),)
        form.sections[box.id] = section_of(lexicon, trail, box.page)
    ticked = _ticked(form)
    offers = _writing(form, ticked).read() | ticked
    return tuple(_suggestion(form, box, offers.get(box.id), scale) for box in form.boxes.values())


def _suggestion(form: _Form, box: Box, offer: Offer | None, scale: Scale) -> Suggestion:
    said = form.context.boxes[box.id]
    useful = offer if offer is not None and offer.key not in _NOTHING else None
    confidence = scale.confidence(useful, is_check=box.kind is BoxKind.CHECK) if useful else 0.0
    if confidence <= 0.0:
        useful = None
    return Suggestion(
        box=box.id,
        label=spoken_label(box, said),
        section=form.sections[box.id].heading or (said.trail[0].text if said.trail else ""),
        question=said.question,
        key=useful.key if useful else None,
        confidence=round(confidence, 3) if useful else 0.0,
        siblings=said.siblings,
        offer=offer,
        format=phone_format(box, said, useful.key) if useful else "",
    )


@dataclass(slots=True)
class _Writing:
    """Boxes that are written in, read in order, each in the light of those before it."""

    form: _Form
    ticked: Mapping[BoxId, Offer]
    tried: Tried
    blocks: Blocks = field(default_factory=Blocks)
    rows: Rows = field(default_factory=Rows)
    used: Counter[tuple[tuple[int, str], str]] = field(default_factory=Counter)
    chosen: dict[BoxId, Offer] = field(default_factory=dict)
    last: tuple[BoxContext | None, Offer | None] = (None, None)
    service: int = -100
    since: tuple[int, Offer | None] = (-100, None)
    coded: tuple[int, Offer | None] = (-100, None)
    turned: dict[tuple[int, str], str] = field(default_factory=dict)

    def read(self) -> dict[BoxId, Offer]:
        """The offers of all boxes that are written in."""
        for box_id in self.form.context.order:
            box, said = self.form.boxes[box_id], self.form.context.boxes[box_id]
            if box.kind is BoxKind.CHECK:
                self.last = (said, self.ticked.get(box_id))
                self.service = said.line if self._names_service(said) else self.service
                continue
            offer = self._offer(box, said)
            if offer is None or offer.key in _NOTHING or (_names(offer.key) and not may_be_sure(offer.evidence)):
                words = self.form.lexicon.words.plain(spoken_label(box, said))
                domain = _names(offer.key) if offer is not None else ""
                self.blocks.meet(words, domain, self.form.sections[box_id].where, said.line)
            if offer is not None:
                self.chosen[box_id] = offer
        return self.chosen

    def _offer(self, box: Box, said: BoxContext) -> Offer | None:
        section = self._section(box, said)
        if _is_office_use(section):
            return None
        going_on = self._going_on(box, said)
        if going_on is not None:
            return going_on
        found = writing.offers(self.form.lexicon, box, said, self.blocks, section)
        if box.kind is BoxKind.SIGNATURE and not any(offer.key.startswith("attest.") for _, offer in found):
            found = [("signature", Offer(_SIGNATURE))]
        if found and found[0][0] not in _OF_DIAGNOSIS:
            self.blocks.leave_diagnosis(said.line)
        found = self._unless_ticked(found, said)
        picked = _pick(
            self.form.lexicon,
            found or _other(box, said, self.last[1]),
            section.where,
            self.used,
            in_column=_in_column(said),
            after_tried=self.tried.is_asked(section.where, said.line),
            with_other=section.where in self.blocks.with_other,
        )
        if picked is None or self._follows_unknown(box, said, picked[0]) or self._is_of_service(said, picked[1]):
            return None
        return self._settled(box, said, section, *picked)

    def _going_on(self, box: Box, said: BoxContext) -> Offer | None:
        """The offer of a box that only goes on with what one before it began: a further piece, an end, a number."""
        if said.part is not None and said.part[1] > 0 and said.lead in self.chosen:
            lead = self.chosen[said.lead]
            return replace(lead, key=writing.with_part(lead.key.split(":", maxsplit=1)[0], said.part))
        if self.since[1] is not None and self.since[0] == said.line and writing.only_says_until(box, said):
            return self._until(self.since[1], said)
        return self._next_code(said)

    def _settled(self, box: Box, said: BoxContext, section: Section, attribute: str, offer: Offer) -> Offer | None:
        """What was picked, in the light of the boxes before; it is remembered for those after."""
        offer = self._answering(attribute, offer)
        if attribute == "outcome" and said.line not in self.tried.reasons:
            offer = replace(offer, key=_REASON)
        domain = _domain_of(self.form.lexicon, attribute, offer)
        self.blocks.note(attribute, domain, section.where, (said.line, writing.begins_pt(box, said)))
        offer = self._of_another(attribute, offer, section)
        if any(key == offer.key for _, key in self.used) and offer.key.startswith(_ONCE):
            offer = replace(offer, evidence=replace(offer.evidence, repeated=max(0.5, offer.evidence.repeated)))
        self.used[(section.where, offer.key)] += 1
        made = self.rows.numbered(offer, said)
        if made is not None and writing.begins(made.key):
            self.since = (said.line, made)
        if attribute == "icd":
            self.coded = (said.line, made)
        return made

    def _of_another(self, attribute: str, offer: Offer, section: Section) -> Offer:
        """What was asked of the same party in another part of the page: the other one that the heading may mean.

        Where it means no other, the offer is no sure one.
        """
        elsewhere = any(
            key == offer.key and where[0] == section.page and where != section.where for where, key in self.used
        )
        turned = self.turned.get(section.where, "")
        if not (elsewhere or turned) or not offer.key.startswith(_ASKED_ONCE) or offer.evidence.explicit:
            return offer
        keys = self.form.lexicon.attributes[attribute].keys if attribute in self.form.lexicon.attributes else {}
        for domain in (turned, *(section.domains[0] if section.domains else ())):
            if keys.get(domain, offer.key) not in (offer.key, *_NOTHING):
                self.turned[section.where] = domain
                return Offer(keys[domain], replace(offer.evidence, domain=0.5 * offer.evidence.domain))
        return replace(offer, evidence=replace(offer.evidence, repeated=max(0.5, offer.evidence.repeated)))

    def _until(self, begun: Offer, said: BoxContext) -> Offer:
        """The end of what the box before it begins."""
        self.since = (-100, None)
        return replace(begun, key=writing.ended(begun.key, said.part))

    def _next_code(self, said: BoxContext) -> Offer | None:
        """The code that a bare number counts: "Diagnosis codes: 1. ____ 2. ____"."""
        line, before = self.coded
        number = _COUNTED.match(said.label)
        if before is None or line != said.line or number is None:
            return None
        if int(number.group(1)) != self.rows.counts[_CODE] + 1:
            return None
        made = self.rows.numbered(replace(before, key=_CODE), said)
        return None if made is None else replace(made, evidence=replace(made.evidence, far=0.0))

    def _unless_ticked(self, found: list[tuple[str, Offer]], said: BoxContext) -> list[tuple[str, Offer]]:
        """Without long questions whose words belong to the check box before: what is written there only says more."""
        asked = self.last[0]
        if asked is not None and asked.label and asked.label == said.label:
            return [item for item in found if item[0] != "cue"]
        return found

    def _answering(self, attribute: str, offer: Offer) -> Offer:
        """The offer in the light of the check box before it: the number after "Medicare: yes" is Medicare's."""
        last = self.last[1]
        if last is None or not offer.evidence.conditional:
            return offer
        evidence = replace(offer.evidence, conditional=0.0)
        base = last.key.split("=")[0]
        return Offer(_NUMBER_OF[base] if attribute in _NUMBERS and base in _NUMBER_OF else offer.key, evidence)

    def _follows_unknown(self, box: Box, said: BoxContext, attribute: str) -> bool:
        """Whether a box asks on after a question that nobody here knows: "If yes, name of the facility"."""
        asked, offer = self.last
        return (
            asked is not None
            and bool(asked.question)
            and offer is None
            and attribute not in _ASKED_ON
            and writing.is_conditional(spoken_label(box, said))
        )

    def _is_of_service(self, said: BoxContext, offer: Offer) -> bool:
        """Whether a box counts a service that is ticked before it, and no drug: "Physical therapy … Frequency"."""
        return offer.key.startswith("drug.") and 0 <= said.line - self.service <= 1

    def _names_service(self, said: BoxContext) -> bool:
        return "outside" in parse(self.form.lexicon, said.label).attributes

    def _section(self, box: Box, said: BoxContext) -> Section:
        section = self.form.sections[box.id]
        weight, domains = self.tried.weight(section.where, said.line), section.domains
        if said.line in self.tried.lines:
            return replace(section, domains=[{"prior": weight}, *domains])
        if weight:
            return replace(section, domains=[{**(domains[0] if domains else {}), "prior": weight}, *domains[1:]])
        return section


def _writing(form: _Form, ticked: Mapping[BoxId, Offer]) -> _Writing:
    """The reading of a form's written boxes, with what is known of it beforehand."""
    blocks = Blocks(signing=frozenset(_lines_of_signatures(form)))
    places = {box_id: section.where for box_id, section in form.sections.items()}
    tried = where_tried(form.lexicon, form.boxes.values(), form.context, places, ticked)
    return _Writing(form, ticked, tried, blocks=blocks)


def _lines_of_signatures(form: _Form) -> Iterator[int]:
    for box in form.template.boxes:
        said = form.context.boxes[box.id]
        if box.kind is BoxKind.SIGNATURE or any(_SIGNED.search(item.line or item.text) for item in said.labels[:1]):
            yield said.line


def _in_column(said: BoxContext) -> bool:
    return said.row > 1 and bool(said.labels) and said.labels[0].place is Place.COLUMN


def _other(box: Box, said: BoxContext, last: Offer | None) -> list[tuple[str, Offer]]:
    """The line after a check box "Other": it takes the same key in words, where that is a text."""
    if last is None or not last.key.endswith("=other") or "other" not in spoken_label(box, said).lower():
        return []
    key = last.key.split("=")[0]
    if vocabulary().parse(key).kind is not KeyKind.TEXT:
        return []
    return [("other", Offer(key, replace(last.evidence, way="cue")))]


def _pick(
    lexicon: Lexicon,
    found: list[tuple[str, Offer]],
    where: tuple[int, str],
    used: Counter[tuple[tuple[int, str], str]],
    *,
    in_column: bool,
    after_tried: bool,
    with_other: bool,
) -> tuple[str, Offer] | None:
    """The best offer whose key does not stand in the block yet, else the best with a mark that it does."""
    if not found:
        return None
    attribute, offer = found[0]
    if "[n]" in offer.key or not used[(where, offer.key)]:
        return attribute, offer
    keys = lexicon.attributes[attribute].keys if attribute in lexicon.attributes else {}
    domain = next((name for name, key in keys.items() if key == offer.key), "")
    for instead in _INSTEAD.get(domain, ()) if not in_column else ():
        key = keys.get(instead, "")
        if instead == "other_coverage" and not with_other:
            continue
        if key and "[n]" in key and not after_tried:
            continue
        if key and "[n]" in key:
            return attribute, Offer(key, replace(offer.evidence, domain=0.5 * offer.evidence.domain, repeated=0.5))
        named = instead not in _NAME_OF or used[(where, _NAME_OF[instead])]
        if key and named and not used[(where, key)]:
            return attribute, Offer(key, replace(offer.evidence, domain=0.5 * offer.evidence.domain))
    if offer.key.startswith("drug."):
        return None
    return attribute, replace(offer, evidence=replace(offer.evidence, repeated=1.0))


def _domain_of(lexicon: Lexicon, attribute: str, offer: Offer) -> str:
    found = lexicon.attributes.get(attribute)
    if found is None:
        return ""
    key = offer.key.split(":")[0]
    return next((domain for domain, known in found.keys.items() if known == key), "")


def _names(key: str) -> str:
    """The party that a key is about, by the first part of it."""
    party = key.split(".", maxsplit=1)[0]
    return party if party in _PARTIES else ""


def _is_office_use(section: Section) -> bool:
    return bool(section.domains) and section.domains[0].get("office_use", 0.0) >= _OFFICE_USE


def _ticked(form: _Form) -> dict[BoxId, Offer]:
    ticks = {
        box.id: ticking.read_tick(form.lexicon, box, form.context.boxes[box.id], form.sections[box.id].domains)
        for box in form.boxes.values()
        if box.kind is BoxKind.CHECK and not _is_office_use(form.sections[box.id])
    }
    offers = {
        box_id: ticking.offers(form.lexicon, tick, [ticks[other] for other in tick.context.siblings if other in ticks])
        for box_id, tick in ticks.items()
    }
    return _agreed(ticks, offers)


def _agreed(ticks: Mapping[BoxId, ticking.Tick], offers: Mapping[BoxId, list[Offer]]) -> dict[BoxId, Offer]:
    """Boxes of one group stand for one key: the one that all of them together speak for most."""
    chosen: dict[BoxId, Offer] = {}
    for box_id, tick in ticks.items():
        votes: Counter[str] = Counter()
        for member in (box_id, *tick.context.siblings):
            best: dict[str, float] = {}
            for offer in offers.get(member, ()):
                base = offer.key.split("=")[0]
                best[base] = max(best.get(base, 0.0), offer.evidence.strength)
            votes.update(best)
        mine = offers[box_id]
        if mine:
            chosen[box_id] = max(mine, key=lambda offer: (votes[offer.key.split("=")[0]], offer.evidence.strength))
    return chosen
