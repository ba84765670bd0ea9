"""Makes the checklist from a filled form and the records behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.case import Case
from app.domain.facts import Facts
from app.domain.identifiers import Finding
from app.mapping.filled import FilledForm
from app.mapping.model import Pack
from app.packet import _checklist_parts as parts
from app.packet.checklist import Checklist, FormFile
from app.pdf.setting import Fit
from app.pdf.template import BoxId


@dataclass(frozen=True, slots=True)
class Sources:
    """What a checklist is made from.

    Attributes:
        filled: the form, after signing where it is signed (`FilledForm.signed`).
        facts: that it was filled from.
        pack: what the form means, or None.
        form_title: what to call a form without a pack.
        findings: identifiers that cannot be right.
        fits: how every value sits in its box, from the composer.
        unwritten: by box, characters that no bundled face has, from the composer.
    """

    filled: FilledForm
    case: Case
    facts: Facts
    pack: Pack | None = None
    form_title: str = "Form that is not set up"
    findings: Sequence[Finding] = ()
    fits: Mapping[BoxId, Fit] = field(default_factory=dict)
    unwritten: Mapping[BoxId, tuple[str, ...]] = field(default_factory=dict)


def build_checklist(
    sources: Sources, file: FormFile, *, made_at: dt.datetime, signed_by: str = "", signed_at: str = ""
) -> Checklist:
    """The checklist of one packet.

    Args:
        sources: the filled form and what stands behind it.
        file: the form's file, whole.
        made_at: the office's time.
        signed_by: name and credential of who signed, or empty.
        signed_at: when, as it is printed beside the mark.
    """
    filled, case, pack = sources.filled, sources.case, sources.pack
    asked, others = parts.attachments(pack, filled, sources.facts, case.attachments)
    return Checklist(
        about=parts.about(case, pack, sources.form_title),
        urgent=case.request.urgent,
        tally=parts.tally(filled, sources.fits),
        missing=parts.entries(filled, filled.missing(), pack),
        proposed=parts.entries(filled, filled.proposed(), pack),
        look_again=(
            *parts.form_of_another(pack, case),
            *parts.reminders(pack, sources.facts),
            *parts.unwritten(filled, sources.unwritten),
            *parts.look_again(filled, sources.fits, sources.findings),
        ),
        empty_because=parts.empty_because(filled),
        attachments=asked,
        others=others,
        destinations=parts.destinations(pack, case),
        signature=parts.signature(pack, signed_by, signed_at),
        file=file,
        made_at=made_at,
    )
