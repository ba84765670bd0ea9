"""All packs at hand: those that come with the program and those that the office made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.errors import AppError
from app.mapping.loading import load_pack
from app.mapping.model import Pack
from app.mapping.problems import PackUnreadable
from app.mapping.recognise import Recognition, recognise
from app.places import bundled


class PackLibrary:
    """Packs of folders and of texts. A pack that cannot be read is left out and named in `problems`.

    Attributes:
        problems: what is wrong with packs left out.
    """

    def __init__(self, folders: Sequence[Path] | None = None, texts: Mapping[str, str] | None = None) -> None:
        """Read all packs.

        Args:
            folders: hold `payer/form/edition/pack.toml`; the bundled `forms` where None.
            texts: the office's own packs, name to text; they win over a pack of the same id.
        """
        self._packs: dict[str, Pack] = {}
        self._texts: dict[str, str] = {}
        self._folders: dict[str, Path] = {}
        self.problems: tuple[AppError, ...] = ()
        for folder in (bundled("forms"),) if folders is None else folders:
            for file in sorted(folder.glob("*/*/*/pack.toml")):
                self._add_file(folder, file)
        for name, text in (texts or {}).items():
            self._add(text, name, None)

    def __iter__(self) -> Iterator[Pack]:
        return iter(self._packs.values())

    def __len__(self) -> int:
        return len(self._packs)

    def all(self) -> tuple[Pack, ...]:
        """All packs, by payer and title."""
        return tuple(sorted(self._packs.values(), key=lambda pack: (pack.payer, pack.title, pack.id)))

    def get(self, pack_id: str) -> Pack | None:
        """The pack of that id, or None."""
        return self._packs.get(pack_id)

    def text(self, pack_id: str) -> str:
        """The pack's own text, as a snapshot keeps it; empty for an unknown id."""
        return self._texts.get(pack_id, "")

    def put(self, text: str, name: str) -> Pack:
        """Add an office's own pack, or replace the one of its id.

        Raises:
            PackSyntax: the text is no TOML.
            PackProblem: it says something that it must not.
        """
        pack = load_pack(text, name)
        self._packs[pack.id] = pack
        self._texts[pack.id] = text
        self._folders.pop(pack.id, None)
        return pack

    def clear(self) -> None:
        """Forget all packs: an office to which every form is new."""
        self._packs.clear()
        self._texts.clear()
        self._folders.clear()

    def recognise(self, sha256: str, page_texts: Sequence[str] = ()) -> Recognition | None:
        """Which pack a blank belongs to, and how that is known."""
        return recognise(self._packs.values(), sha256, page_texts)

    def for_form(self, sha256: str, page_texts: Sequence[str] = ()) -> Pack | None:
        """The pack to fill a blank with, or None; another edition's pack is never used unseen."""
        found = self.recognise(sha256, page_texts)
        return found.pack if found is not None and found.is_usable else None

    def blank(self, pack_id: str, name: str = "form.pdf") -> Path | None:
        """The blank form that comes with a pack, or None: payers' own forms are the office's to add."""
        folder = self._folders.get(pack_id)
        return folder / name if folder is not None and (folder / name).is_file() else None

    def _add_file(self, folder: Path, file: Path) -> None:
        name = file.relative_to(folder).as_posix()
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            why = "it cannot be read" if isinstance(problem, OSError) else "it is not written in UTF-8"
            self.problems += (PackUnreadable(file=name, why=why),)
            return
        self._add(text, name, file.parent)

    def _add(self, text: str, name: str, folder: Path | None) -> None:
        try:
            pack = load_pack(text, name)
        except AppError as problem:
            self.problems += (problem,)
            return
        self._packs[pack.id] = pack
        self._texts[pack.id] = text
        if folder is not None:
            self._folders[pack.id] = folder
