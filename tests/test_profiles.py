"""Profiles: the files that Tiled shares, which of them wins, and what is wrong in them."""

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import serving

import tiled_jl
from tiled_jl import ProfileError, ProfileNotFound, from_profile, profiles
from tiled_jl.clients.array import ArrayClient
from tiled_jl.profiles import ProfileExists

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a file of profiles, into the user's folder or the site's."""
    monkeypatch.setenv("TILED_PROFILES", str(tmp_path / "user" / "profiles"))
    monkeypatch.setenv("TILED_SITE_PROFILES", str(tmp_path / "site"))

    def write(text: str, name: str = "a.yml", *, site: bool = False) -> Path:
        folder = tmp_path / ("site" if site else "user/profiles")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(textwrap.dedent(text))
        return folder / name

    return write


def by_tiled(command: str) -> str:
    """Return what the tiled command says of profiles."""
    tiled = str(Path(sys.executable).with_name("tiled"))
    finished = subprocess.run(
        [tiled, "profile", command], capture_output=True, text=True, check=True
    )
    return finished.stdout


def test_we_look_where_the_tiled_command_looks(write: Write, monkeypatch: Any) -> None:
    assert by_tiled("paths").split() == [str(folder) for folder in profiles.search_path()]
    monkeypatch.delenv("TILED_PROFILES")
    monkeypatch.delenv("TILED_SITE_PROFILES")
    assert by_tiled("paths").split() == [str(folder) for folder in profiles.search_path()]


def test_the_users_profile_wins_over_the_sites(write: Write) -> None:
    site = write("one: {uri: 'http://site'}\ntwo: {uri: 'http://site'}", site=True)
    user = write("one: {uri: 'http://user'}\n3: {uri: 'http://user'}")
    assert tiled_jl.list_profiles() == {"one": user, "two": site, "3": user}
    assert tiled_jl.load_profiles()["one"] == (user, {"uri": "http://user"})


def test_a_name_in_two_files_of_a_folder_is_left_out_until_a_later_folder_settles_it(
    write: Write,
) -> None:
    write("one: {uri: 'http://a'}", site=True)
    write("one: {uri: 'http://b'}", "b.yaml", site=True)
    with pytest.warns(UserWarning, match=r"'one' is in .*a\.yml and .*b\.yaml"):
        assert tiled_jl.list_profiles() == {}
    with pytest.raises(ProfileNotFound, match=r"is in .*a\.yml"):
        from_profile("one")
    user = write("one: {uri: 'http://user'}")
    assert tiled_jl.list_profiles() == {"one": user}


def test_the_environment_is_filled_in(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEAMLINE", "i22")
    file = write("one: {uri: 'http://$BEAMLINE.example.org', headers: {X-A: '${BEAMLINE}'}}")
    content = {"uri": "http://i22.example.org", "headers": {"X-A": "i22"}}
    assert profiles.find_profile("one") == (file, content)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("one:\n  uri: http://a\n  colour: red", 3, "one.colour is not a field"),
        ("one:\n  uri: 5", 2, "one.uri has to be text"),
        ("one:\n  uri: http://a\n  verify: secret1", 3, "one.verify has to be true or false"),
        ("one:\n  uri: http://a\n  max_connections: true", 3, "has to be a whole number"),
        ("one:\n  uri: http://a\n  cache:\n    capacity: secret1", 4, "one.cache.capacity has to"),
        ("one:\n  uri: http://a\n  cache:\n    size: 5", 4, "one.cache.size is not a field"),
        ("one:\n  uri: http://a\n  timeout: 5", 3, "one.timeout has to be a mapping"),
        ("two:\n  uri: http://a\none: {}", 3, "has to say either uri or direct"),
        ("one: {uri: 'http://a', direct: {}}", 1, "has to say either uri or direct"),
        ("one: http://a", 1, "one has to be a mapping"),
        ("- one", 1, "a mapping of names to profiles"),
        ("one:\n  uri: [1", 2, "expected"),
        ("one: {uri: http://a}\n\tx", 2, "cannot start any token"),
    ],
)
def test_an_error_names_file_line_and_field_but_no_value(
    write: Write, text: str, line: int, words: str
) -> None:
    file = write(text)
    with pytest.warns(UserWarning, match=words) as warned:
        assert tiled_jl.list_profiles() == {}
    assert f"{file}, line {line}: " in str(warned[0].message)
    assert "secret1" not in str(warned[0].message)


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"\xff\xfe", b"one: \x00"])
def test_a_file_that_is_none_is_skipped(write: Write, content: bytes) -> None:
    write("").write_bytes(content)
    write("one: {uri: 'http://a'}", "b.yml")
    write("no profile", ".hidden.yml")
    write("no profile", "notes.txt")
    with pytest.warns(UserWarning, match=r"a\.yml"):
        assert list(tiled_jl.list_profiles()) == ["one"]


def test_one_that_is_not_there_lists_those_that_are_and_where_it_looked(write: Write) -> None:
    file = write("one: {uri: 'http://a'}\ntwo: {uri: 'http://b'}")
    with pytest.raises(ProfileNotFound, match=r"no profile 'three'\. There are: one, two") as no:
        from_profile("three")
    assert isinstance(no.value, KeyError)
    assert str(file.parent) in str(no.value)


def test_profiles_are_created_and_deleted_as_the_tiled_command_does(write: Write) -> None:
    file = tiled_jl.create_profile("http://a", "mine")
    assert by_tiled("list").split() == ["mine", str(file)]
    with pytest.raises(ProfileExists, match="overwrite=True"):
        tiled_jl.create_profile("http://b", "mine")
    tiled_jl.create_profile("https://b", "mine", verify=False, overwrite=True)
    assert tiled_jl.load_profiles()["mine"][1] == {"uri": "https://b", "verify": False}
    assert tiled_jl.delete_profile("mine") == file
    assert tiled_jl.delete_profile("mine") is None


def test_other_profiles_of_a_file_are_not_deleted_with_one(write: Write) -> None:
    write("one: {uri: 'http://a'}\ntwo: {uri: 'http://b'}", "one.yml")
    with pytest.raises(ProfileError, match="other profiles as well: two"):
        tiled_jl.delete_profile("one")


@pytest.mark.parametrize("name", ["", "../a", "a/b", ".hidden", "a\\b", "C:a", "a\0"])
def test_a_name_cannot_lead_out_of_the_folder(write: Write, name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name"):
        tiled_jl.create_profile("http://a", name)
    with pytest.raises(ValueError, match="cannot be the name"):
        tiled_jl.delete_profile(name)


def test_the_default_is_shared_with_the_tiled_command(write: Write) -> None:
    assert tiled_jl.get_default_profile_name() is None
    with pytest.raises(ProfileNotFound):
        tiled_jl.set_default_profile_name("mine")
    tiled_jl.create_profile("http://a", "mine")
    tiled_jl.set_default_profile_name("mine")
    assert tiled_jl.get_default_profile_name() == "mine"
    assert "'mine'" in by_tiled("get-default")
    tiled_jl.set_default_profile_name(None)
    tiled_jl.set_default_profile_name(None)
    assert tiled_jl.get_default_profile_name() is None


class Counts(ArrayClient):
    """A client of somebody's own."""


def test_a_profile_connects_to_a_server_or_a_node(write: Write, server: serving.Server) -> None:
    write(
        f"""
        mine:
          uri: {server.uri}/api/v1/metadata/memory
          headers: {{Authorization: Apikey {server.api_key}}}
          timeout: {{connection: 5, read: 20}}
          max_connections: 3
          cache: {{capacity: 500_000_000, readonly: false}}
          structure_clients:
            array: "{__name__}:Counts"
        """
    )
    with from_profile("mine").context as context:
        assert context.session._courier._timeout.as_dict() == {
            "connect": 5,
            "read": 20,
            "write": 60,
            "pool": 60,
        }
    client = from_profile("mine")
    assert client.path_parts == ("memory",)
    assert type(client["arrays/counts"]) is Counts
    again = from_profile("mine", "numpy", headers={}, api_key=server.api_key)
    assert type(again["arrays/counts"]) is ArrayClient


def test_a_class_that_is_not_there_is_named(write: Write) -> None:
    write("mine: {uri: 'http://a', structure_clients: {array: 'nowhere.at_all:Client'}}")
    with pytest.raises(ProfileError, match="no 'nowhere"):
        from_profile("mine")


def test_a_server_is_run_in_this_process(write: Write) -> None:
    file = write("mine: {direct: {trees: [{path: /, tree: 'beside_a_profile:tree'}]}}")
    beside = file.with_name("beside_a_profile.py")
    beside.write_text("from served import tree")
    client = from_profile("mine")
    try:
        assert client.context.authenticated
        assert client["arrays/counts"].read().shape == (12, 16, 18)
    finally:
        client.context.close()


def test_a_server_that_cannot_be_made_is_said_without_its_secrets(write: Write) -> None:
    write("mine: {direct: {trees: [{path: /, tree: 'served:tree'}], colour: hunter2}}")
    with pytest.raises(ProfileError, match="colour") as caught:
        from_profile("mine")
    assert "hunter2" not in str(caught.value)
