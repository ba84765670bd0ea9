"""The submission checklist on paper: US Letter, one or two pages, for the office's own use."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.colors import black
from reportlab.platypus import Flowable, Spacer, Table

from app.packet._sheet import HAIRLINE_PT, SMALL_PT, WIDTH_PT, mixed, section, sheet_pdf, square, table_style, text
from app.packet.checklist import SENDS_NOTHING, Checklist, Entry, SendTo, ToAttach, Verdict, WasSent

_TITLE = "Submission checklist"
_LONGEST_PROPOSAL = 90

_VERDICTS = {
    Verdict.READY: "Ready to send",
    Verdict.NOT_SIGNED: "Not signed yet",
    Verdict.NEEDS_INK: "Sign in ink, then send",
    Verdict.NOT_READY: "Not ready",
}


def checklist_pdf(checklist: Checklist) -> bytes:
    """The checklist as a PDF; the same bytes for the same checklist."""
    return sheet_pdf(lambda: _story(checklist), title=_TITLE, foot=_foot(checklist))


def _foot(checklist: Checklist) -> str:
    file = checklist.file
    of = f"Document {file.document_id}" if file.document_id else "Draft"
    return f"{_TITLE} · {of} · made {checklist.made_at:%m/%d/%Y %H:%M} · for the office's own file"


def _story(checklist: Checklist) -> list[Flowable]:
    return [
        *_head(checklist),
        *_tally(checklist),
        *_open_boxes(checklist),
        *_look_again(checklist),
        *_attachments(checklist),
        *_signature(checklist),
        *_sending(checklist),
        *_file(checklist),
    ]


def _head(checklist: Checklist) -> list[Flowable]:
    verdict = [text(_VERDICTS[checklist.verdict], bold=True, size_pt=13, align=1)]
    if checklist.verdict is Verdict.NOT_READY:
        verdict.append(text(_open_count(checklist), size_pt=SMALL_PT, align=1))
    head = Table(
        [[text(_TITLE, bold=True, size_pt=18), verdict]],
        colWidths=[WIDTH_PT - 170, 170],
        style=table_style(
            4,
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("BOX", (1, 0), (1, 0), 1.4, black),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
        ),
    )
    parts: list[Flowable] = [head, Spacer(0, 6)]
    if checklist.urgent:
        parts += [text("Urgent: ask for an expedited decision.", bold=True, size_pt=11), Spacer(0, 4)]
    return [*parts, _facts(checklist.about), Spacer(0, 8)]


def _open_count(checklist: Checklist) -> str:
    answers = sum(entry.must for entry in (*checklist.missing, *checklist.proposed))
    documents = sum(item.must and not item.found for item in checklist.attachments)
    parts = [(answers, "required answer"), (documents, "required attachment")]
    return ", ".join(f"{count} {what}{'s' if count != 1 else ''} open" for count, what in parts if count)


def _facts(about: Sequence[tuple[str, str]]) -> Table:
    """Label and value in two columns, filled row by row."""
    cells = [[text(label, size_pt=SMALL_PT), text(value, bold=True)] for label, value in about]
    rows = [cells[at] + (cells[at + 1] if at + 1 < len(cells) else ["", ""]) for at in range(0, len(cells), 2)]
    label, value = 68.0, WIDTH_PT / 2 - 68.0
    return Table(rows, colWidths=[label, value, label, value], style=table_style(1.5))


def _tally(checklist: Checklist) -> list[Flowable]:
    tally = checklist.tally
    shown = [
        (tally.filled, "filled"),
        (tally.empty_on_purpose, "left empty on purpose"),
        (tally.missing, "missing"),
        (tally.proposed, "to confirm"),
        (tally.continued, "continued in the addendum"),
    ]
    if tally.not_mapped:
        shown.append((tally.not_mapped, "without a known meaning"))
    numbers = [text(str(number), bold=True, size_pt=17, align=1) for number, _ in shown]
    captions = [text(words, size_pt=SMALL_PT, align=1) for _, words in shown]
    table = Table(
        [numbers, captions],
        colWidths=[WIDTH_PT / len(shown)] * len(shown),
        style=table_style(
            2,
            ("BOX", (0, 0), (-1, -1), 0.9, black),
            ("LINEBEFORE", (1, 0), (-1, -1), HAIRLINE_PT, black),
            ("BOTTOMPADDING", (0, 1), (-1, 1), 5),
        ),
    )
    parts: list[Flowable] = [text(f"The form's {tally.boxes} boxes", bold=True, size_pt=11), Spacer(0, 4), table]
    if checklist.empty_because:
        reasons = "; ".join(f"{count} because {reason}" for reason, count in checklist.empty_because)
        parts += [Spacer(0, 4), text(f"Left empty on purpose: {reasons}.", size_pt=SMALL_PT)]
    return parts


def _open_boxes(checklist: Checklist) -> list[Flowable]:
    parts: list[Flowable] = []
    if checklist.missing:
        parts += section("Missing: look it up, then fill it in", [_open_row(entry) for entry in checklist.missing])
    if checklist.proposed:
        rows = [_open_row(entry) for entry in checklist.proposed]
        parts += section("To confirm: these print empty until somebody says yes", rows)
    if not parts:
        parts = section("Missing", [[square(ticked=True), text("Nothing: every box is filled or empty on purpose.")]])
    return parts


def _open_row(entry: Entry) -> list[object]:
    remarks = [*(["required"] if entry.must else []), *([f"{entry.boxes} boxes"] if entry.boxes > 1 else [])]
    words = [(entry.what, entry.must)]
    if remarks:
        words.append((f" ({', '.join(remarks)})", False))
    if entry.proposal:
        words.append((f". Proposed: {_shortened(entry.proposal)}", False))
    return [square(), mixed(*words), text(entry.where, size_pt=SMALL_PT)]


def _look_again(checklist: Checklist) -> list[Flowable]:
    if not checklist.look_again:
        return []
    rows = [[square(), text(entry.what), text(entry.where, size_pt=SMALL_PT)] for entry in checklist.look_again]
    return section("Look at again", rows)


def _attachments(checklist: Checklist) -> list[Flowable]:
    rows = [_attachment_row(item) for item in checklist.attachments]
    rows += [[square(), text(title), text("chosen for this request", size_pt=SMALL_PT)] for title in checklist.others]
    if not rows:
        rows = [[square(), text("The form names nothing to attach. Add the notes that bear out its answers.")]]
    return section("Attach", rows)


def _attachment_row(item: ToAttach) -> list[object]:
    needed = " (required)" if item.must else ""
    if item.found:
        pages = f", {item.pages} page{'s' if item.pages != 1 else ''}" if item.pages else ""
        return [
            square(),
            mixed((item.what, item.must), (needed, False)),
            text(f"found: {', '.join(item.found)}{pages}", size_pt=SMALL_PT),
        ]
    return [square(), mixed((item.what, item.must), (needed, False)), text("not found", bold=True, size_pt=SMALL_PT)]


def _signature(checklist: Checklist) -> list[Flowable]:
    signature = checklist.signature
    if signature.is_signed:
        row = [
            square(ticked=True),
            mixed(("Electronically signed by ", False), (signature.signed_by, True)),
            text(signature.signed_at, size_pt=SMALL_PT),
        ]
    else:
        row = [
            square(),
            mixed(("To be signed by ", False), (signature.role, True)),
            text("not signed", bold=True, size_pt=SMALL_PT),
        ]
    return section("Signature", [row, ["", text(signature.rule, size_pt=SMALL_PT)]])


def _sending(checklist: Checklist) -> list[Flowable]:
    rows: list[list[object]] = [_send_row(item) for item in checklist.destinations]
    if not rows:
        rows = [[square(), text("The form names no number or address. Ask the payer where it goes.")]]
    rows += [_sent_row(item) for item in checklist.sent]
    if checklist.sent:
        return [*section("Send", rows), Spacer(0, 2), text(SENDS_NOTHING, bold=True)]
    rows.append([square(), text("Sent on ____ / ____ / ________ at ____ : ____ by ______________________")])
    rows.append([square(), text("Confirmation kept with the request; reference number ______________________")])
    return [*section("Send", rows), Spacer(0, 2), text(SENDS_NOTHING, bold=True)]


def _sent_row(item: WasSent) -> list[object]:
    kept = f"confirmation: {', '.join(item.confirmations)}" if item.confirmations else "no confirmation yet"
    return [square(ticked=True), text(item.words), text(kept, size_pt=SMALL_PT, bold=not item.confirmations)]


def _send_row(item: SendTo) -> list[object]:
    channel = item.channel.lower()
    name = item.name if item.name.lower().startswith(channel) else f"{item.channel}, {item.name}"
    printed = ". ".join(filter(None, (item.printed_at, item.note)))
    where = text(f"printed on {printed}" if item.printed_at.startswith("page") else printed, size_pt=SMALL_PT)
    return [
        square(),
        mixed((f"{name}: ", False), (item.address, item.chosen), (" (chosen)" if item.chosen else "", False)),
        where,
    ]


def _file(checklist: Checklist) -> list[Flowable]:
    file = checklist.file
    pages = f"{file.pages} page{'s' if file.pages != 1 else ''}"
    parts = [f"{file.form_pages} of the form"]
    if file.addendum_pages:
        parts.append(f"{file.addendum_pages} of addendum")
    if file.signature_pages:
        parts.append(f"{file.signature_pages} of signature")
    rows = [[text("File", size_pt=SMALL_PT), text(f"{file.name} · {pages}: {', '.join(parts)}")]]
    if file.document_id:
        rows.append(
            [text("Document", size_pt=SMALL_PT), text(f"{file.document_id} (printed at the foot of its pages)")]
        )
    digest = " ".join(file.sha256[at : at + 8] for at in range(0, len(file.sha256), 8))
    rows.append([text("SHA-256", size_pt=SMALL_PT), text(digest, size_pt=SMALL_PT)])
    table = Table(
        rows,
        colWidths=[68, WIDTH_PT - 68],
        style=table_style(1.5),
    )
    return [Spacer(0, 9), text("The file that this list goes with", bold=True, size_pt=11), Spacer(0, 3), table]


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST_PROPOSAL else f"{words[: _LONGEST_PROPOSAL - 1].rstrip()}…"
