"""Parts of the checklist, each made from what the room below it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.domain.case import Case
from app.domain.facts import Facts
from app.domain.identifiers import Finding
from app.domain.indications import condition_name
from app.domain.practice import Line
from app.domain.request import Attachment, AttachmentKind
from app.domain.typed import format_phone
from app.domain.vocabulary import vocabulary
from app.mapping.asked_for import reminders_due
from app.mapping.evaluate import holds
from app.mapping.filled import BoxFill, FilledForm
from app.mapping.model import Destination, Importance, Pack, SignatureRule, SignerRole
from app.packet.checklist import Entry, SendTo, Signature, Tally, ToAttach
from app.pdf.setting import Fit, FitKind
from app.pdf.template import BoxId

#: Below this a standard fax loses letters of our faces.
_FAX_FLOOR_PT = 7.0

_ROLES = {
    SignerRole.PRESCRIBER: "the prescriber",
    SignerRole.COMPLETER: "the person who completed the form",
    SignerRole.EITHER: "the prescriber, or the person who completed the form",
}
_RULES = {
    SignatureRule.ELECTRONIC: "The payer takes electronic signatures.",
    SignatureRule.WET: "The payer wants ink: print the page, let it be signed by hand, and scan it.",
    SignatureRule.EITHER: "The payer takes electronic signatures and ink.",
    SignatureRule.UNKNOWN: "Whether the payer takes electronic signatures is not known; ask, or sign in ink.",
}
_KINDS = {
    AttachmentKind.CHART_NOTE: "Chart note",
    AttachmentKind.DIARY: "Diary",
    AttachmentKind.IMAGING: "Imaging",
    AttachmentKind.LABS: "Laboratory results",
    AttachmentKind.FILL_HISTORY: "Fill history",
    AttachmentKind.LETTER: "Letter",
    AttachmentKind.ORDER: "Order",
    AttachmentKind.ID_CARD: "Insurance card",
    AttachmentKind.OTHER: "Document",
}
_LINES = {
    Line.COMMERCIAL: "commercial",
    Line.EXCHANGE: "exchange plan",
    Line.SELF_FUNDED: "self-funded employer plan",
    Line.MEDICARE_FFS: "Medicare",
    Line.MEDICARE_ADVANTAGE: "Medicare Advantage",
    Line.MEDICAID_FFS: "Medicaid",
    Line.MEDICAID_MCO: "managed Medicaid",
    Line.TRICARE: "TRICARE",
}


def about(case: Case, pack: Pack | None, form_title: str) -> tuple[tuple[str, str], ...]:
    """What the request is; rows without a value are left out."""
    request, patient, coverage = case.request, case.patient, case.coverage
    line = _LINES[coverage.line] if coverage else ""
    payer = case.payer.name if case.payer else (pack.payer if pack else "")
    prescriber = case.prescriber
    rows = (
        ("Patient", patient.name.full),
        ("Drug", _drug(case)),
        ("Date of birth", patient.dob.strftime("%m/%d/%Y") if patient.dob else ""),
        ("For", condition_name(request.indication) if request.indication else ""),
        ("Payer", ", ".join(filter(None, (payer, line)))),
        ("Request", vocabulary().value_name("request.type", request.type)),
        ("Member ID", coverage.member_id if coverage else ""),
        ("Prescriber", ", ".join(filter(None, (prescriber.name.full, prescriber.credential))) if prescriber else ""),
        ("Form", ", ".join(filter(None, (pack.title if pack else form_title, pack.edition if pack else "")))),
        ("Prepared by", case.preparer.name.full if case.preparer else ""),
    )
    return tuple((label, value) for label, value in rows if value)


def tally(filled: FilledForm, fits: Mapping[BoxId, Fit]) -> Tally:
    """How many boxes stand how."""
    counts = filled.counts
    return Tally(
        filled=counts.filled,
        empty_on_purpose=counts.empty_on_purpose,
        missing=counts.missing,
        proposed=counts.proposed,
        not_mapped=counts.unmapped,
        continued=sum(fit.kind is FitKind.CONTINUED for fit in fits.values()),
    )


def entries(filled: FilledForm, fills: Iterable[BoxFill], pack: Pack | None) -> tuple[Entry, ...]:
    """One entry for each thing asked: the boxes of one question count as one."""
    grouped: dict[tuple[object, ...], list[BoxFill]] = {}
    for fill in fills:
        name = fill.question or ((fill.title, fill.keys) if fill.title else fill.box)
        grouped.setdefault((fill.page, name), []).append(fill)
    return tuple(_entry(filled, group, pack) for group in grouped.values())


def empty_because(filled: FilledForm) -> tuple[tuple[str, int], ...]:
    """How many boxes are empty on purpose for which reason, the commonest first."""
    counted = Counter(fill.reason.value for fill in filled.boxes.values() if fill.reason is not None)
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def attachments(
    pack: Pack | None, filled: FilledForm, facts: Facts, chosen: Sequence[Attachment]
) -> tuple[tuple[ToAttach, ...], tuple[str, ...]]:
    """What the form asks for, with what is there of it; and what is there besides."""
    rules = pack.attachments if pack else ()
    in_force = {section.id for section in filled.sections}
    asked: list[ToAttach] = []
    used: set[str] = set()
    for rule in rules:
        if (rule.section and rule.section not in in_force) or not holds(rule.when, facts):
            continue
        found = [item for item in chosen if item.kind is rule.kind]
        used |= {item.id for item in found}
        pages = sum(item.pages for item in found)
        must = rule.importance is Importance.REQUIRED
        asked.append(ToAttach(rule.wording, must, tuple(item.title for item in found), pages))
    others = tuple(f"{_KINDS[item.kind]}: {item.title}" for item in chosen if item.id not in used)
    return tuple(asked), others


def destinations(pack: Pack | None, case: Case) -> tuple[SendTo, ...]:
    """Where the form says it goes, the chosen place first; without a pack what the office knows of the payer."""
    if pack and pack.destinations:
        wanted = case.request.form.destination if case.request.form else ""
        chosen = next((item for item in pack.destinations if item.name == wanted), None)
        if chosen is None and len(pack.destinations) == 1:
            chosen = pack.destinations[0]
        places = sorted(pack.destinations, key=lambda item: item is not chosen)
        return tuple(_send_to(item, chosen=item is chosen) for item in places)
    return tuple(_known_of_payer(case))


def signature(pack: Pack | None, signed_by: str, signed_at: str) -> Signature:
    """Who signed, or must."""
    role = _ROLES[pack.signer.role] if pack else "the prescriber"
    rule = pack.signer.rule if pack else SignatureRule.UNKNOWN
    return Signature(role, _RULES[rule], signed_by, signed_at, needs_ink=rule is SignatureRule.WET)


def look_again(filled: FilledForm, fits: Mapping[BoxId, Fit], findings: Sequence[Finding]) -> tuple[Entry, ...]:
    """Identifiers that cannot be right, values that do not fit whole, notes of the mapping."""
    found = [Entry(finding.text, "record") for finding in findings]
    continued: list[Entry] = []
    for box_id, fit in fits.items():
        fill = filled.boxes.get(box_id)
        if fill is None:
            continue
        if fit.kind is FitKind.CONTINUED:
            continued.append(Entry(f"{_called(fill)}: goes on in the addendum.", _where(filled, fill)))
        elif 0 < fit.size_pt < _FAX_FLOOR_PT:
            words = f"{_called(fill)}: letters of {fit.size_pt:.1f} points may not survive a standard fax."
            continued.append(Entry(words, _where(filled, fill)))
    notes = [
        Entry(f"{_called(fill)}: {fill.note}", _where(filled, fill)) for fill in filled.boxes.values() if fill.note
    ]
    unplaced = [Entry(f"{box.label}: the blank has no such box.", "form") for box in filled.unplaced]
    lost = "It was typed on a box that this form does not have any more: type it again where it belongs."
    strays = [Entry(f"“{entry.value}”. {lost}", "form") for entry in filled.strays]
    short = "Attach it: the form has no more room for this therapy."
    left_over = [Entry(f"{item.text}. {short}", "therapies") for item in filled.left_over]
    return tuple(dict.fromkeys((*found, *strays, *left_over, *notes, *continued, *unplaced)))


def unwritten(filled: FilledForm, missing: Mapping[BoxId, tuple[str, ...]]) -> tuple[Entry, ...]:
    """Values with characters that stand on the page as hollow squares."""
    found = []
    for box_id, characters in missing.items():
        fill = filled.boxes.get(box_id)
        if fill is not None and characters:
            count = "1 character" if len(characters) == 1 else f"{len(characters)} characters"
            words = f"{_called(fill)}: a hollow square stands for {count} that this program has no letters for."
            found.append(Entry(words, _where(filled, fill)))
    return tuple(found)


def form_of_another(pack: Pack | None, case: Case) -> tuple[Entry, ...]:
    """Whether the form is another payer's, for another line of business, or for another drug than the request's."""
    if pack is None:
        return ()
    found = []
    if case.payer and not _same_payer(pack.payer.casefold(), case.payer.name.casefold()):
        found.append(Entry(f"The form is {pack.payer}'s, and the request goes to {case.payer.name}.", "form"))
    if case.coverage and pack.lines and case.coverage.line not in pack.lines:
        lines = ", ".join(_LINES[line] for line in pack.lines)
        found.append(Entry(f"The form is for {lines}; the plan is {_LINES[case.coverage.line]}.", "form"))
    product = case.request.drug.hcpcs
    if product and pack.products and product not in pack.products:
        found.append(Entry(f"The form is for {', '.join(pack.products)}; the request is for {product}.", "form"))
    return tuple(found)


def reminders(pack: Pack | None, facts: Facts) -> tuple[Entry, ...]:
    """What the form prints that this request runs counter to."""
    return () if pack is None else tuple(Entry(text, "form") for text in reminders_due(pack, facts))


def _same_payer(one: str, other: str) -> bool:
    return one in other or other in one


def _entry(filled: FilledForm, group: Sequence[BoxFill], pack: Pack | None) -> Entry:
    first = group[0]
    question = pack.question(first.question) if pack and first.question else None
    what = " ".join(question.wording.split()) if question else _called(first)
    must = any(fill.importance is Importance.REQUIRED for fill in group)
    shown = next((fill.value for fill in group if isinstance(fill.value, str) and fill.value), "")
    if not shown:
        shown = ", ".join(_tick_words(fill) for fill in group if fill.value is True)
    return Entry(what, _where(filled, first), must, shown, len(group))


def _tick_words(fill: BoxFill) -> str:
    """What ticking a box says: the words after its question, such as "Yes"."""
    name = _called(fill)
    return name.rpartition("?")[2].strip() or name


def _called(fill: BoxFill) -> str:
    return " ".join(fill.title.split()) or f"Box {fill.box}"


def _where(filled: FilledForm, fill: BoxFill) -> str:
    section = filled.titles.get(fill.section, "")
    return f"page {fill.page} · {section}" if section else f"page {fill.page}"


def _send_to(item: Destination, *, chosen: bool) -> SendTo:
    return SendTo(item.name, item.channel.value.capitalize(), item.address, item.printed_at, item.note, chosen)


def _known_of_payer(case: Case) -> Iterator[SendTo]:
    contacts = case.payer.line(case.coverage.line) if case.payer and case.coverage else None
    if contacts is None or case.payer is None:
        return
    known = (("Fax", format_phone(contacts.fax)), ("Portal", contacts.portal), ("Phone", format_phone(contacts.phone)))
    for channel, address in known:
        if address:
            yield SendTo(case.payer.name, channel, address, "the office's own entry for this payer")


def _drug(case: Case) -> str:
    order = case.request.drug
    units = f"{order.units} units" if order.units is not None else ""
    return ", ".join(filter(None, (order.name, order.hcpcs, units)))
