"""Drafting: head, address, table of the request, the wording's blocks, the office's own words in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.criteria.findings import State
from app.domain.course import LetterKind, OwnWords
from app.domain.denials import topics_of
from app.domain.facts import Origin, OriginKind
from app.domain.typed import format_phone
from app.packet.letter.about import about_rows
from app.packet.letter.criteria_shown import criteria_table, is_to_attach
from app.packet.letter.evidence import evidence
from app.packet.letter.model import Basis, Block, Gap, Head, Letter, LetterTable, Paragraph, Sentence, Signer
from app.packet.letter.problems import BadWording
from app.packet.letter.said import clean, each
from app.packet.letter.source import LetterSource
from app.packet.letter.tables import chart_block, measures_table, trials_in_short, trials_table
from app.packet.letter.terms import Terms, in_words
from app.packet.letter.tried import Tried
from app.packet.letter.wording import WordingBook, bundled_wordings, written

_TITLES = {
    LetterKind.NECESSITY: "Letter of medical necessity",
    LetterKind.RENEWAL: "Letter of medical necessity: continuation",
    LetterKind.APPEAL: "Appeal",
    LetterKind.BRIEF: "Peer-to-peer brief",
    LetterKind.ADDENDUM: "Addendum: therapies and measures",
}
#: Papers that nobody signs: one is for the telephone, the other goes behind a signed form.
_UNSIGNED = frozenset({LetterKind.BRIEF, LetterKind.ADDENDUM})


def draft_letter(
    source: LetterSource,
    kind: LetterKind,
    *,
    book: WordingBook | None = None,
    own: Iterable[OwnWords] = (),
) -> Letter:
    """A letter from the facts as they are.

    Args:
        source: what it may say.
        kind: which letter.
        book: the wordings in force; those of the program where None.
        own: the office's own words for some paragraphs.

    Raises:
        BadWording: the wording cannot be used.
        SentenceWithoutFact: the wording claims something that no fact is behind.
    """
    terms = Terms(source)
    blocks = written(book or bundled_wordings(), f"{kind.value}.j2", terms, lambda name: _special(source, name))
    blocks, stale = _with_own(blocks, {words.paragraph: words for words in own})
    return Letter(
        kind=kind,
        title=_TITLES[kind],
        head=_head(source),
        date=in_words(source.today),
        to=() if kind in _UNSIGNED else tuple(_to(source)),
        about=about_rows(source, kind),
        blocks=blocks,
        signer=Signer() if kind in _UNSIGNED else _signer(source),
        foot=_foot(source),
        notes=tuple(dict.fromkeys((*stale, *_notes(source, blocks, kind)))),
    )


def _special(source: LetterSource, name: str) -> tuple[Block, ...]:
    if name == "criteria of the denial":
        return criteria_table(source, frozenset(topics_of(source.reasons)))
    makers: dict[str, Callable[[LetterSource], tuple[Block, ...]]] = {
        "trials": trials_table,
        "trials in short": trials_in_short,
        "measures": measures_table,
        "chart": chart_block,
        "criteria": criteria_table,
    }
    maker = makers.get(name)
    if maker is None:
        raise BadWording(name="letter", line=1, why=f"there is no table named @{name[:40]}")
    return maker(source)


def _with_own(blocks: tuple[Block, ...], own: dict[str, OwnWords]) -> tuple[tuple[Block, ...], list[str]]:
    """Paragraphs with the office's own words in their places; what no longer answers to the facts is told."""
    kept: list[Block] = []
    stale = []
    for block in blocks:
        words = own.pop(block.name, None) if isinstance(block, Paragraph) else None
        if words is None or not isinstance(block, Paragraph):
            kept.append(block)
            continue
        if words.instead_of != block.text:
            stale.append(f"The facts under the paragraph “{block.name}” have changed since the office wrote it.")
        if words.text.strip():
            kept.append(Paragraph(block.name, (_own_sentence(words, block),), block.is_item))
    stale += [f"The paragraph “{name}” that the office wrote has no place in the letter any more." for name in own]
    return tuple(kept), stale


def _own_sentence(words: OwnWords, block: Paragraph) -> Sentence:
    """The office's words; a gap that they quote stays one."""
    text = clean(words.text)
    gaps = tuple(gap for sentence in block.sentences for gap in sentence.gaps if gap.text in text)
    if not gaps and ": not documented]" in text:
        gaps = (Gap("", "something in the office's own words"),)
    origin = Origin(OriginKind.TYPED, by=words.by, at=words.at)
    return Sentence(text, Basis.OWN, (), (origin,), gaps)


def _head(source: LetterSource) -> Head:
    case = source.case
    location = case.location
    if location is None:
        return Head(clean(case.practice.name), ())
    address = location.address
    town = " ".join(each((f"{address.city}," if address.city else "", address.state, address.zip)))
    phone = f"Phone {format_phone(location.contact.phone)}" if location.contact.phone else ""
    fax = f"Fax {format_phone(location.contact.fax)}" if location.contact.fax else ""
    lines = (" · ".join(each((address.street, town))), " · ".join(each((phone, fax, location.contact.email))))
    return Head(clean(case.practice.name), tuple(clean(line) for line in lines if line))


def _to(source: LetterSource) -> Iterable[str]:
    facts = source.facts
    yield "Medical Director, Utilization Review"
    for key in ("coverage.payer_name", "plan.name"):
        value = facts.value(key)
        if value is not None:
            yield clean(str(value))
            break
    fax = facts.value("plan.fax")
    if fax is not None:
        yield f"By fax: {format_phone(str(fax))}"


def _signer(source: LetterSource) -> Signer:
    facts = source.facts
    name, specialty, npi = (
        facts.value(key) for key in ("attest.printed_name", "prescriber.specialty", "prescriber.npi")
    )
    lines = (
        clean(str(name)) if name else Gap("prescriber.full_name", "name of the prescriber").text,
        clean(str(specialty)) if specialty else "",
        clean(source.case.practice.name),
        f"NPI {npi}" if npi else "",
    )
    return Signer(tuple(each(lines)))


def _foot(source: LetterSource) -> str:
    facts = source.facts
    name, member = facts.value("patient.full_name"), facts.value("coverage.member_id")
    return " · ".join(
        (
            clean(str(name)) if name else Gap("patient.full_name", "name of the patient").text,
            f"Member ID {clean(str(member))}" if member else Gap("coverage.member_id", "member ID").text,
        )
    )


def _notes(source: LetterSource, blocks: tuple[Block, ...], kind: LetterKind) -> Iterable[str]:
    for block in blocks:
        for sentence in block.sentences if isinstance(block, Paragraph) else ():
            if sentence.source and evidence()[sentence.source].caution:
                yield evidence()[sentence.source].caution
    judgement = source.judgement
    for finding in () if judgement is None or judgement.policy is None else judgement.findings:
        if finding.state in (State.NOT_MET, State.TOO_EARLY):
            said = f"{finding.text}. {finding.because}"
            yield f"This criterion of the plan is not met, and the letter does not speak of it: {said}"
        elif is_to_attach(finding):
            yield f"The plan asks for it, and it does not go along yet: {finding.text}."
    if judgement is not None and judgement.policy is not None and not judgement.policy.complete:
        yield "The plan's criteria are known in part only: look at its own text before the letter goes out."
    for reason in source.reasons if kind is LetterKind.APPEAL else ():
        yield f"{reason.title}. What answers it: {'; '.join(reason.answers)}."
    if any(isinstance(block, LetterTable) and block.name == "trials" for block in blocks):
        yield from _undated(source)


def _undated(source: LetterSource) -> Iterable[str]:
    for row in Tried(source, lambda said: said.text).medicines:
        trial = source.trial(row.row)
        if trial is not None and trial.start is not None and not trial.start.is_exact:
            yield f"Of {row.name} only the month or year is known: payers count days."
