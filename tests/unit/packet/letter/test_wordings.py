"""Wordings: what they may write, what is refused, and the office's own words in their place."""

from __future__ import annotations

import datetime as dt

import pytest

from app.domain.case import Case
from app.domain.course import LetterKind, OwnWords
from app.domain.ids import PersonId
from app.packet.letter import Basis, Letter, Paragraph, bundled_wordings, draft_letter
from app.packet.letter.problems import BadWording, SentenceWithoutFact
from app.packet.letter.wording import check_wording
from tests.unit.packet.letter.conftest import source_of, typed

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def with_wording(case: Case, text: str) -> Letter:
    return draft_letter(source_of(case), LetterKind.NECESSITY, book=bundled_wordings().with_own({"necessity.j2": text}))


def own(paragraph: str, instead_of: str, text: str) -> OwnWords:
    return OwnWords(paragraph, instead_of, text, PersonId("w1"), NOW)


def paragraph(letter: Letter, name: str) -> Paragraph | None:
    return next((b for b in letter.blocks if isinstance(b, Paragraph) and b.name == name), None)


def test_every_bundled_wording_can_be_read() -> None:
    for name, _ in bundled_wordings().texts:
        check_wording(bundled_wordings(), name)


def test_the_offices_own_wording_is_used(cases: tuple[Case, ...]) -> None:
    letter = with_wording(cases[0], '# Ours\n[one]\nSeen: {{ fact("patient.full_name") }}\n  again.\n\n~ Thank you.\n')
    assert letter.text == "OURS\n\nSeen: Ánh Thị Nguyễn again.\n\nThank you."


def test_a_claim_without_a_fact_is_refused(cases: tuple[Case, ...]) -> None:
    with pytest.raises(SentenceWithoutFact) as caught:
        with_wording(cases[0], "The patient has tried everything.\n")
    assert "The patient has tried everything" in caught.value.message
    assert with_wording(cases[0], "~ I thank you.\n").sentences[0].basis is Basis.FIXED


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("~ One.\n{{ fact('patient.dob' }}\n", 2, "unexpected"),
        ("~ One.\n\n{{ nobody }}\n", 3, "'nobody' is undefined"),
        ("{{ ''.__class__.__mro__ }}\n", 1, "unsafe"),
        ("{{ tried.__init__ }}\n", 1, "unsafe"),
        ("{{ fact('patient.shoe_size') }}\n", 1, None),
        ("~ One.\n{{ 1 / 0 }}\n", 2, "ZeroDivisionError"),
        ("{% include 'gone.j2' %}\n", 1, "gone.j2"),
        ("^nobody_said\n", 1, "no published sentence"),
        ("@nothing\n", 1, "no table"),
        ("{% for i in range(9) %}{% endfor %}\n", 1, "'range' is undefined"),
    ],
)
def test_a_wording_that_cannot_be_used_is_refused_with_its_line(
    cases: tuple[Case, ...], text: str, line: int, why: str | None
) -> None:
    with pytest.raises(Exception) as caught:
        with_wording(cases[0], text)
    if why is None:
        assert "patient.shoe_size" in str(caught.value)
        return
    assert isinstance(caught.value, BadWording)
    assert caught.value.details["line"] == line
    assert why in caught.value.message
    assert "Nguyễn" not in str(caught.value)


def test_own_words_stand_in_place_of_a_paragraph(cases: tuple[Case, ...]) -> None:
    plain = draft_letter(source_of(cases[0]), LetterKind.NECESSITY)
    burden = paragraph(plain, "burden")
    assert burden is not None
    words = own("burden", burden.text, "Work was missed on nine days.")
    letter = draft_letter(source_of(cases[0]), LetterKind.NECESSITY, own=[words])
    changed = paragraph(letter, "burden")
    assert changed is not None
    assert changed.text == "Work was missed on nine days."
    assert changed.sentences[0].basis is Basis.OWN
    assert changed.sentences[0].origins[0].by == "w1"
    assert not any("have changed" in note for note in letter.notes)


def test_own_words_are_told_when_the_facts_beneath_have_changed(cases: tuple[Case, ...]) -> None:
    plain = draft_letter(source_of(cases[0]), LetterKind.NECESSITY)
    burden = paragraph(plain, "burden")
    assert burden is not None
    words = own("burden", burden.text, "HIT-6 was 66.")
    letter = draft_letter(source_of(typed(cases[0], measure__hit6="50")), LetterKind.NECESSITY, own=[words])
    assert "The facts under the paragraph “burden” have changed since the office wrote it." in letter.notes


def test_own_words_can_leave_a_paragraph_out_and_keep_no_gap_secret(cases: tuple[Case, ...]) -> None:
    source = source_of(typed(cases[1], measure__twstrs=""))
    burden = paragraph(draft_letter(source, LetterKind.NECESSITY), "burden")
    assert burden is not None
    assert [gap.key for gap in burden.sentences[0].gaps] == ["measure.twstrs"]
    letter = draft_letter(source, LetterKind.NECESSITY, own=[own("burden", burden.text, f"So: {burden.text}")])
    assert [gap.key for gap in letter.gaps] == ["measure.twstrs"]
    letter = draft_letter(source, LetterKind.NECESSITY, own=[own("burden", burden.text, "")])
    assert paragraph(letter, "burden") is None
    assert letter.gaps == ()


def test_own_words_without_a_place_are_told(cases: tuple[Case, ...]) -> None:
    letter = draft_letter(source_of(cases[1]), LetterKind.NECESSITY, own=[own("frequency", "", "Often.")])
    assert any("“frequency”" in note and "no place" in note for note in letter.notes)
    assert "Often." not in letter.text


def test_paragraphs_have_names_of_their_own(cases: tuple[Case, ...]) -> None:
    for kind in LetterKind:
        letter = draft_letter(source_of(cases[2], denied=True, judged=True), kind)
        names = [block.name for block in letter.blocks if isinstance(block, Paragraph)]
        assert len(names) == len(set(names))
