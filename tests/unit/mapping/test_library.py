"""The library of packs."""

from __future__ import annotations

from pathlib import Path

from app.mapping.library import PackLibrary
from app.mapping.pack import Pack
from app.places import bundled

SMALL = 'schema = 1\n[form]\nid = "{id}"\ntitle = "{title}"\npayer = "P"\npages = 1\n'


def put(folder: Path, pack_id: str, text: str | bytes) -> None:
    place = folder.joinpath(*pack_id.split("/"))
    place.mkdir(parents=True)
    (place / "pack.toml").write_bytes(text.encode() if isinstance(text, str) else text)


def test_every_bundled_pack_can_be_used_and_lies_in_the_folder_of_its_name(library: PackLibrary) -> None:
    assert library.problems == ()
    folders = {
        file.parent.relative_to(bundled("forms")).as_posix() for file in bundled("forms").glob("*/*/*/pack.toml")
    }
    assert {pack.id for pack in library} == folders
    assert len(library) >= 2


def test_a_broken_pack_is_named_and_the_others_stay(tmp_path: Path) -> None:
    put(tmp_path, "a/b/1", SMALL.format(id="a/b/1", title="Good"))
    put(tmp_path, "a/b/2", SMALL.format(id="a/b/2", title="Bad") + "color = 1\n")
    put(tmp_path, "a/b/3", b"title = \xff")
    library = PackLibrary([tmp_path])
    assert [pack.id for pack in library.all()] == ["a/b/1"]
    assert [problem.code for problem in library.problems] == ["FORM-202", "FORM-203"]
    assert "a/b/2/pack.toml cannot be used, line 7, form.color" in library.problems[0].message


def test_the_offices_own_pack_wins(tmp_path: Path) -> None:
    put(tmp_path, "a/b/1", SMALL.format(id="a/b/1", title="Bundled"))
    own = SMALL.format(id="a/b/1", title="Own")
    library = PackLibrary([tmp_path], {"own pack": own})
    pack = library.get("a/b/1")
    assert pack is not None
    assert (pack.title, library.text("a/b/1")) == ("Own", own)


def test_only_our_own_form_comes_with_its_blank(library: PackLibrary, own_pack: Pack, real_pack: Pack) -> None:
    assert library.blank(own_pack.id) is not None
    assert library.blank(real_pack.id) is None
    assert library.blank("no/such/pack") is None
