"""`hand-over`: a request as an encrypted file to another PA Desk for signing, and the signed one home again."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from app.cli import ask, say
from app.domain.ids import RequestId
from app.intake.review.rows import Row, RowState
from app.services import setup
from app.services.hand_over import back, out, taking
from app.services.hand_over.file import BACK, kind_of
from app.services.session import Session

_QUESTION = "Passphrase of the hand-over: "


def run(options: argparse.Namespace) -> int:
    """Do what was asked for with a hand-over."""
    acts: dict[str, Callable[[Session, argparse.Namespace], None]] = {
        "out": _out,
        "look": _look,
        "in": _in,
        "back": _back,
        "home": _home,
    }
    session = ask.opened(options.vault, options.person)
    try:
        acts[options.act](session, options)
    finally:
        setup.lock(session)
    return 0


def _out(session: Session, options: argparse.Namespace) -> None:
    words = ask.passphrase(ask.HAND_OVER, _QUESTION)
    _, path = out.hand_over(session, RequestId(options.request), options.out, words, to=options.to)
    say.out(str(path))


def _back(session: Session, options: argparse.Namespace) -> None:
    words = ask.passphrase(ask.HAND_OVER, _QUESTION)
    _, path = back.hand_back(session, RequestId(options.request), options.out, words)
    say.out(str(path))


def _look(session: Session, options: argparse.Namespace) -> None:
    data, words = say.read_file(options.file), ask.passphrase(ask.HAND_OVER, _QUESTION)
    if kind_of(data) == BACK:
        _tell_back(back.look_back(session, data, words))
    else:
        _tell(taking.look(session, data, words))
    say.out("Nothing was changed.")


def _in(session: Session, options: argparse.Namespace) -> None:
    arrived = taking.look(session, say.read_file(options.file), ask.passphrase(ask.HAND_OVER, _QUESTION))
    _tell(arrived)
    chosen = [row.id for row in arrived.conflicts] if options.theirs else []
    taken = taking.take_in(session, arrived, chosen)
    say.out(f"Request: {taken.request.id}")
    if taken.differing:
        say.out(f"The form says {len(taken.differing)} things otherwise here than at the sender's; look at it.")


def _home(session: Session, options: argparse.Namespace) -> None:
    returned = back.look_back(session, say.read_file(options.file), ask.passphrase(ask.HAND_OVER, _QUESTION))
    _tell_back(returned)
    request = back.take_back(session, returned)
    say.out(f"Signed and here: {request.id}")


def _tell(arrived: taking.Arrived) -> None:
    """What is inside, by kinds and counts: a terminal keeps what it shows, so no patient's data is shown."""
    say.out(f"From {arrived.from_whom}")
    for state, words in (
        (RowState.NEW, "new here"),
        (RowState.SAME, "the same as here"),
        (RowState.CONFLICT, "here and otherwise"),
    ):
        rows = [row for row in arrived.review.rows if row.state is state]
        if rows:
            say.out(f"{words[0].upper()}{words[1:]}: {_counted(rows)}")


def _tell_back(returned: back.Returned) -> None:
    say.out(f"Signed by {returned.signer}, {returned.signed_at}: document {returned.document_id}")
    say.out(back.whose_key(returned))
    if returned.changed:
        say.out(f"Changed there before it was signed: {', '.join(returned.changed)}")


def _counted(rows: Sequence[Row]) -> str:
    kinds = dict.fromkeys(row.kind for row in rows)
    return ", ".join(f"{sum(row.kind == kind for row in rows)} {kind.replace('_', ' ')}" for kind in kinds)
