"""What a person takes of a review: by row, by field, all that only adds, or nothing. Knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.domain.patient import Coverage
from app.domain.practice import Line
from app.intake.review.rows import Choice, Review, Row, RowState, proposed


@dataclass(slots=True)
class Taking:
    """The choices of one review, as they stand."""

    review: Review
    choices: dict[str, Choice] = field(default_factory=dict)
    _rows: dict[str, Row] = field(default_factory=dict, repr=False)

    @classmethod
    def proposed(cls, review: Review) -> Taking:
        """What is taken unless somebody says otherwise."""
        return cls(review, proposed(review), {row.id: row for row in review.rows})

    @property
    def count(self) -> int:
        """How many rows are taken."""
        return len(self.choices)

    def toggle_row(self, row: Row) -> None:
        """Take a row whole where nothing of it is taken, else leave it out."""
        if row.id in self.choices:
            self.leave(row)
        elif row.can_be_taken and not row.asks_line:
            self.take(row)

    def take(self, row: Row, line: Line | None = None) -> None:
        """Take a row with everything that it adds, or whole where it only replaces; and the rows that it needs."""
        adds = frozenset(item.path for item in row.lines if not item.replaces)
        self.choices[row.id] = Choice(adds or frozenset(item.path for item in row.lines), line)
        for need in row.needs:
            needed = self._row(need)
            if needed is not None and need not in self.choices:
                self.take(needed)

    def leave(self, row: Row) -> None:
        """Leave a row out, and every row that needs it."""
        self.choices.pop(row.id, None)
        for other in self.review.rows:
            if row.id in other.needs and other.id in self.choices:
                self.leave(other)

    def toggle_line(self, row: Row, path: str) -> None:
        """Take or leave one field of a row; a row of which no field is left is left out."""
        choice = self.choices.get(row.id, Choice())
        paths = choice.paths ^ {path}
        if paths:
            self.choices[row.id] = replace(choice, paths=paths)
            for need in row.needs:
                needed = self._row(need)
                if needed is not None and need not in self.choices:
                    self.take(needed)
        else:
            self.leave(row)

    def say_line(self, row: Row, line: Line | None) -> None:
        """Say the line of business of a plan; the plan is taken with it."""
        if line is None:
            self.leave(row)
        else:
            self.take(row, line)

    def of_same_payer(self, row: Row) -> list[Row]:
        """Every plan of the row's payer whose line of business the file does not say, also this one."""
        if not isinstance(row.base, Coverage):
            return []
        payer = row.base.payer_id
        return [
            other
            for other in self.review.rows
            if other.asks_line
            and other.can_be_taken
            and isinstance(other.base, Coverage)
            and other.base.payer_id == payer
        ]

    def say_line_of_all(self, row: Row, line: Line) -> None:
        """Say one line of business for every plan of the row's payer; those that are over stay out."""
        for other in self.of_same_payer(row):
            if other.chosen or other.id == row.id:
                self.take(other, line)

    def is_taken(self, row: Row, path: str) -> bool:
        """Whether a field is taken over."""
        choice = self.choices.get(row.id)
        return choice is not None and path in choice.paths

    def is_whole(self, row: Row) -> bool:
        """Whether a row is taken whole or not at all: every new record but a patient."""
        return row.state is RowState.NEW and row.kind != "patient"

    def _row(self, name: str) -> Row | None:
        if not self._rows:
            self._rows.update((row.id, row) for row in self.review.rows)
        return self._rows.get(name)
