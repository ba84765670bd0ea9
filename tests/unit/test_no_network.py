"""The guard that stands before every test: it sees connects, binds and look-ups, and lets local pipes through."""

from __future__ import annotations

import socket

import pytest


@pytest.mark.tries_network
def test_connect_bind_and_look_up_are_refused() -> None:
    for family, address in ((socket.AF_INET, ("192.0.2.1", 9)), (socket.AF_INET6, ("2001:db8::1", 9))):
        with socket.socket(family) as opened, pytest.raises(PermissionError):
            opened.connect(address)
    with socket.socket() as opened, pytest.raises(PermissionError):
        opened.bind(("127.0.0.1", 0))
    with pytest.raises(PermissionError):
        socket.getaddrinfo("example.org", 443)
    with pytest.raises(PermissionError):
        socket.gethostbyname("localhost")


def test_a_local_pair_is_no_connection() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"x")
        assert other.recv(1) == b"x"
