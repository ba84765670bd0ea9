"""The accounts of a patient's approvals, beside the list of injections: what is left of each, until when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.after.units_page import summary_words
from app.desk.today.words import STATUS_WORDS
from app.desk.widgets.plain import button, empty, label, pane, row, scrolling
from app.domain.drugs import find_product
from app.services.after.ledgers import LedgerSeen


class AccountsPane(QWidget):
    """A few lines an approval, and the way to its ledger."""

    #: Id of the request whose ledger is wanted.
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        body = pane()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(16, 4, 16, 16)
        inner.setSpacing(4)
        inner.addWidget(label("Against approvals", "section"))
        inner.addLayout(self._list)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(body))
        self.show_accounts(())

    def show_accounts(self, accounts: Sequence[LedgerSeen]) -> None:
        """Show the accounts, the latest first."""
        empty(self._list)
        for seen in accounts:
            product = find_product(seen.request.drug.name)
            drug = product.brand if product is not None else seen.request.drug.name
            number = f" {seen.approval.number}" if seen.approval.number else ""
            words = f"{drug}: {STATUS_WORDS[seen.request.status].lower()}{number}"
            made = button(words, kind="link", says=f"Units of {words}")
            made.clicked.connect(lambda _=False, name=seen.request.id: self.opened.emit(name))
            self._list.addLayout(row(made, None))
            self._list.addWidget(label(summary_words(seen.ledger), wrap=True))
            for at, warning in enumerate(seen.ledger.warnings):
                is_pressing = at == 0 and not warning.startswith("Not before")
                self._list.addWidget(label(warning, "warn" if is_pressing else "quiet", wrap=True))
        if not accounts:
            words = "No approval is kept of this patient. File a payer's letter (Ctrl+I), and units are counted here."
            self._list.addWidget(label(words, "quiet", wrap=True))
