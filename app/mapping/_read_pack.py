"""From the tables of a pack's file to the pack."""

from __future__ import annotations

from app.domain.patient import Benefit
from app.domain.practice import Line
from app.domain.request import AttachmentKind
from app.mapping._read_box import read_box
from app.mapping.model import (
    PACK_SCHEMA,
    AttachmentRule,
    Channel,
    Destination,
    Detail,
    Fingerprints,
    Importance,
    Pack,
    Part,
    Pick,
    Question,
    QuestionType,
    Reminder,
    Section,
    SignatureRule,
    SignerRole,
    SignerRule,
)
from app.pdf.template import Rect
from app.tables.table import Table


def read_pack(top: Table) -> Pack:
    """The pack of a file's top table; names are not yet checked against one another."""
    if top.whole("schema") != PACK_SCHEMA:
        raise top.problem("schema", f"this program reads schema {PACK_SCHEMA}")
    form = _required(top, "form")
    pack = Pack(
        id=form.text("id"),
        title=form.text("title"),
        payer=form.text("payer"),
        pages=form.whole("pages"),
        lines=form.some_of("lines", Line),
        products=form.texts("products"),
        edition=form.text("edition", ""),
        edition_at=form.text("edition_at", ""),
        fingerprints=_fingerprints(top.table("fingerprints")),
        destinations=tuple(_destination(table) for table in top.tables("destination")),
        signer=_signer(top.table("signer")),
        sections=tuple(_section(table) for table in top.tables("section")),
        boxes=tuple(read_box(table) for table in top.tables("box")),
        picks=dict(_pick(table) for table in top.tables("group")),
        questions=tuple(_question(table) for table in top.tables("question")),
        attachments=tuple(_attachment(table) for table in top.tables("attachment")),
        order=_order(form),
        reminders=tuple(_reminder(table) for table in top.tables("reminder")),
    )
    form.done()
    top.done()
    return pack


def _order(form: Table) -> tuple[str, ...]:
    read, known = form.texts("order"), {*(kind.value for kind in AttachmentKind), "trials"}
    unknown = next((item for item in read if item not in known), None)
    if unknown is not None:
        raise form.problem("order", f"there is no kind of paper called {unknown}")
    return read


def _required(top: Table, name: str) -> Table:
    table = top.table(name)
    if table is None:
        raise top.problem(name, "it is missing")
    return table


def _fingerprints(table: Table | None) -> Fingerprints:
    if table is None:
        return Fingerprints()
    read = Fingerprints(sha256=table.texts("sha256"), text=table.text("text", ""))
    if any(len(item) != 64 or set(item) - set("0123456789abcdef") for item in read.sha256):
        raise table.problem("sha256", "each must be 64 hexadecimal digits")
    table.done()
    return read


def _destination(table: Table) -> Destination:
    read = Destination(
        name=table.text("name"),
        channel=table.one_of("channel", Channel),
        address=table.text("address"),
        printed_at=table.text("printed_at", ""),
        note=table.text("note", ""),
        benefit=table.one_of("benefit", Benefit) if table.has("benefit") else None,
        lines=table.some_of("lines", Line),
    )
    table.done()
    return read


def _signer(table: Table | None) -> SignerRule:
    if table is None:
        return SignerRule()
    read = SignerRule(
        role=table.one_of("role", SignerRole),
        rule=table.one_of("rule", SignatureRule, SignatureRule.UNKNOWN),
        attestation=table.text("attestation", ""),
        attestation_at=table.text("attestation_at", ""),
        note=table.text("note", ""),
        mark_at=_mark_at(table) if table.has("mark_rect") else None,
    )
    table.done()
    return read


def _mark_at(table: Table) -> tuple[int, Rect]:
    corners = table.numbers("mark_rect")
    if len(corners) != 4 or corners[0] >= corners[2] or corners[1] >= corners[3]:
        raise table.problem("mark_rect", "it must be [left, bottom, right, top] in points")
    return table.whole("mark_page"), Rect(corners[0], corners[1], corners[2], corners[3])


def _section(table: Table) -> Section:
    read = Section(
        id=table.text("id"),
        title=table.text("title"),
        inside=table.text("inside", ""),
        conditions=table.texts("conditions"),
        part=table.one_of("part", Part) if table.has("part") else None,
        when=table.text("when", ""),
    )
    table.done()
    return read


def _pick(table: Table) -> tuple[str, Pick]:
    read = (table.text("id"), table.one_of("pick", Pick))
    table.done()
    return read


def _question(table: Table) -> Question:
    detail = table.table("detail")
    read = Question(
        id=table.text("id"),
        type=table.one_of("type", QuestionType),
        wording=table.text("wording"),
        section=table.text("section"),
        choices=table.words("choices"),
        propose=table.text("propose", ""),
        prints=table.words("prints"),
        detail=None if detail is None else _detail(detail),
        importance=table.one_of("importance", Importance, Importance.REQUIRED),
        settle=table.text("settle", ""),
    )
    table.done()
    return read


def _detail(table: Table) -> Detail:
    read = Detail(wording=table.text("wording"), on=table.texts("on"), propose=table.text("propose", ""))
    table.done()
    return read


def _attachment(table: Table) -> AttachmentRule:
    read = AttachmentRule(
        kind=table.one_of("kind", AttachmentKind),
        wording=table.text("wording"),
        section=table.text("section", ""),
        when=table.text("when", ""),
        importance=table.one_of("importance", Importance, Importance.REQUIRED),
    )
    table.done()
    return read


def _reminder(table: Table) -> Reminder:
    read = Reminder(text=table.text("text"), when=table.text("when", ""))
    table.done()
    return read
