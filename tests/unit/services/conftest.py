"""Sessions of people of every role, and requests that are ready to sign or signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.ids import RequestId
from app.domain.practice import Person, Role
from app.domain.sample import REQUESTS
from app.services.demo import stand_in
from app.services.sample import SAMPLE_SIGNING_WORDS, own_form
from app.services.session import Session
from app.services.sign import Signed, review, sign


@pytest.fixture
def as_role(session: Session) -> Callable[[Role], Session]:
    def made(role: Role) -> Session:
        person = next((item for item in session.vault.all(Person) if item.role is role), None)
        return replace(session, actor=person or replace(session.actor, role=role))

    return made


@pytest.fixture
def ready(session: Session) -> RequestId:
    """A request on our own form with everything answered, waiting for its signature."""
    stand_in(session, REQUESTS[0], own_form(session).choice)
    return REQUESTS[0]


@pytest.fixture
def signed(session: Session, ready: RequestId) -> Signed:
    return sign(session, review(session, ready), SAMPLE_SIGNING_WORDS)
