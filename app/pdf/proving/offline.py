"""pyHanko without a network: the one network library that it insists on is met by an empty stand-in.

pyHanko imports aiohttp for time stamps and revocation lists, neither of which is ever asked for here. The stand-in
holds the names that pyHanko mentions while it loads, and nothing that could be called.
"""

from __future__ import annotations

import sys
from types import ModuleType

#: What pyHanko names of aiohttp while it loads.
_MENTIONED = ("BasicAuth", "ClientError", "ClientSession", "ClientTimeout")


class NoNetwork:
    """Stands where a part of a network library would stand; making one is refused."""

    def __init__(self, *_: object, **__: object) -> None:
        raise PermissionError("PA Desk makes no connection")


def keep_offline() -> None:
    """Put the stand-in in place; to be called before anything of pyHanko is imported."""
    if "aiohttp" not in sys.modules:
        module = ModuleType("aiohttp", "Stands in for a network library that is never used.")
        for name in _MENTIONED:
            setattr(module, name, type(name, (NoNetwork,), {}))
        sys.modules["aiohttp"] = module
