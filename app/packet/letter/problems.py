"""What can be wrong with a wording or a letter."""

from __future__ import annotations

from app.errors import ExportProblem, FormProblem


class BadWording(FormProblem):
    """A wording cannot be read or used."""

    code = "FORM-301"
    says = "The wording {name} cannot be used, line {line}: {why}. The letter was not changed."
    hint = "Correct the line, or go back to the wording that came with the program."


class SentenceWithoutFact(FormProblem):
    """A wording claims something that no fact is behind."""

    code = "FORM-302"
    says = "The wording {name} has a sentence without a fact: “{begins}”. The letter was not changed."
    hint = "Put the fact into the sentence, or begin the line with ~ where it claims nothing of the patient."


class LetterHasGaps(ExportProblem):
    """A letter is not finished."""

    code = "EXPORT-301"
    says = "The letter has {count} gaps: {named}. It was not put into the packet."
    hint = "Fill them in, or write the paragraph yourself."
