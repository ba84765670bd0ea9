"""A first draft of a form never seen: its boxes, with what is offered for each and a section for each heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.mapping.drafting.about import About
from app.mapping.drafting.model import Draft, DraftBox, in_order
from app.mapping.drafting.names import free_name, slug
from app.mapping.drafting.offers import source_of
from app.mapping.drafting.snapping import guides_of
from app.mapping.drafting.to_pack import bare_box, unique_fields
from app.mapping.model import Channel, Destination, Fingerprints, Importance, Pack, Section, SignerRule
from app.mapping.suggest.model import Suggestion
from app.pdf.finder.sight import PageSight
from app.pdf.template import BoxId, BoxKind, Rect, Template

#: Where a form prints no heading above a box.
_WHOLE_FORM = "The form"
_REQUIRED = re.compile(r"^\s*\*|\*\s*:?\s*$|\brequired\)|\(required\b", re.IGNORECASE)
#: Share of a box's width that a line has to run through to be written on, and how far over it writing stands.
_THROUGH, _OVER_LINE_PT = 0.7, 1.8
#: Stands for the payer until a person says whose form it is.
UNKNOWN_PAYER = "Payer not entered yet"


def new_draft(
    template: Template,
    offered: Sequence[Suggestion],
    about: About,
    *,
    order: Sequence[BoxId] = (),
    title: str = "",
    fingerprint: str = "",
) -> Draft:
    """A draft with nothing settled yet.

    Args:
        template: the form's boxes.
        offered: suggestions for them.
        about: what the form prints about itself.
        order: the boxes as a person reads them, where that is known.
        title: that the office gave the form.
        fingerprint: sketch of its words.
    """
    by_box = {item.box: item for item in offered}
    sections = _sections(offered)
    fields = unique_fields(template)
    ranks = {box_id: float(at) for at, box_id in enumerate(order or [box.id for box in template.boxes])}
    boxes = [
        _offered(bare_box(box, ranks.get(box.id, float(at)), fields), by_box.get(box.id), sections)
        for at, box in enumerate(template.boxes)
    ]
    head = _head(template, about, title, fingerprint)
    return Draft(replace(head, sections=tuple(sections.values())), in_order(boxes))


def pack_id(payer: str, title: str, edition: str) -> str:
    """`payer/form/edition` out of what the form prints."""
    parts = (slug(payer) or "payer", slug(title) or "form", slug(edition) or "undated")
    return "/".join(part.replace("_", "-") for part in parts)


def _head(template: Template, about: About, title: str, fingerprint: str) -> Pack:
    name = about.title or title or "Form without a name"
    payer = about.payer or UNKNOWN_PAYER
    fax = (Destination("Fax", Channel.FAX, about.fax, printed_at=about.fax_at),) if about.fax else ()
    return Pack(
        id=pack_id(payer, name, about.edition),
        title=name,
        payer=payer,
        pages=len(template.pages),
        edition=about.edition,
        edition_at=about.edition_at or ("" if about.edition else "no edition was found on it"),
        fingerprints=Fingerprints((template.sha256,), fingerprint),
        destinations=fax,
        signer=SignerRule(),
    )


def _sections(offered: Sequence[Suggestion]) -> dict[str, Section]:
    sections: dict[str, Section] = {}
    for item in offered:
        title = _title(item.section)
        if title not in sections:
            name = free_name(slug(title) or "form", (section.id for section in sections.values()))
            sections[title] = Section(name, title)
    return sections or {_WHOLE_FORM: Section("form", _WHOLE_FORM)}


def _offered(box: DraftBox, item: Suggestion | None, sections: dict[str, Section]) -> DraftBox:
    if item is None:
        return replace(box, section=next(iter(sections.values())).id)
    usable = item.key is not None and source_of(item.key, box.kind) is not None
    return replace(
        box,
        label=" ".join(item.label.split()) or box.label,
        importance=_importance(item.label),
        section=sections[_title(item.section)].id,
        offered=item.key if usable and item.key is not None else "",
        format=item.format if usable else "",
        confidence=item.confidence if usable else 0.0,
        question=" ".join(item.question.split()),
        siblings=tuple(BoxId(name) for name in item.siblings if name != box.id),
    )


def as_seen(box: DraftBox, item: Suggestion, names: Mapping[BoxId, BoxId], sight: PageSight | None) -> DraftBox:
    """A box that a person drew, as the program would have offered it.

    Args:
        box: as it was drawn.
        item: what is suggested for it.
        names: of the boxes in the draft by their names in the template.
        sight: what its page shows.
    """
    usable = item.key is not None and source_of(item.key, box.kind) is not None
    return replace(
        box,
        label=" ".join(item.label.split()) or box.label,
        importance=_importance(item.label),
        offered=item.key if usable and item.key is not None else "",
        confidence=item.confidence if usable else 0.0,
        format=item.format if usable else "",
        question=" ".join(item.question.split()),
        siblings=tuple(names[name] for name in item.siblings if name in names and names[name] != box.id),
        ring=box.kind is BoxKind.CHECK and sight is not None and _is_printed_on(box.rect, sight),
        baselines=_ruled(box.rect, sight) if box.kind is BoxKind.MULTILINE and sight is not None else (),
    )


def _ruled(rect: Rect, sight: PageSight) -> tuple[float, ...]:
    """Where writing stands on the printed lines that run through a box, from the top; none where there are too few."""
    lines = guides_of(sight).lying
    through = [y for x0, x1, y in lines if min(x1, rect.x1) - max(x0, rect.x0) >= _THROUGH * rect.width]
    heights = sorted({round(y + _OVER_LINE_PT, 1) for y in through if rect.y0 - 1 <= y <= rect.y1 - 6}, reverse=True)
    return tuple(heights) if len(heights) > 1 else ()


def _is_printed_on(rect: Rect, sight: PageSight) -> bool:
    """Whether a letter or word stands there: then it is circled, and no tick goes over it."""
    middles = [sight.to_user(word.rect).center for word in sight.words if any(map(str.isalpha, word.text))]
    return any(rect.x0 <= x <= rect.x1 and rect.y0 <= y <= rect.y1 for x, y in middles)


def _title(text: str) -> str:
    return " ".join(text.split()).rstrip(" :") or _WHOLE_FORM


def _importance(label: str) -> Importance:
    """What the form itself marks as required is required; about the rest it says nothing."""
    return Importance.REQUIRED if _REQUIRED.search(label) else Importance.OPTIONAL
