"""Put on the path of a program under test: every connect, bind and name look-up is refused and written down."""

import os
import socket
import sys

_LOG = os.environ.get("PADESK_TEST_NETWORK_LOG", os.devnull)
_LOOKED_UP = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}


def _refuse(event: str, args: tuple[object, ...]) -> None:
    # Only a socket is asked: asking a library for a name is an event of its own.
    is_internet = event.startswith("socket.") and bool(args)
    is_internet = is_internet and getattr(args[0], "family", None) in (socket.AF_INET, socket.AF_INET6)
    # Windows has no socket pairs of its own: Python makes one out of two ends on this computer.
    is_internet = is_internet and not sys._getframe(1).f_code.co_name.endswith("socketpair")
    if event in _LOOKED_UP or (event in ("socket.connect", "socket.bind") and is_internet):
        with open(_LOG, "a", encoding="utf-8") as log:  # noqa: PTH123 -- nothing else may be imported here
            log.write(f"{event}\n")
        raise PermissionError(f"the network was tried: {event}")


sys.addaudithook(_refuse)
