"""Profiles: servers by name, in YAML files that Tiled shares.

Each file maps names of profiles to what they say; `FIELDS` is all that they can say. Files are
looked for in the folders of `search_path`, of which a later one wins over those before it.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import platformdirs
import yaml

from tiled_jl.confidential import confidential
from tiled_jl.errors import ProfileError, ProfileExists, ProfileNotFound
from tiled_jl.home import write_private

_NUMBER = (int, float)

FIELDS: dict[str, Any] = {
    "uri": str,
    "direct": dict,
    "structure_clients": (str, dict),
    "headers": dict,
    "timeout": {"connection": _NUMBER, "read": _NUMBER, "write": _NUMBER, "pool": _NUMBER},
    "verify": bool,
    "max_connections": int,
    "cache": {"filepath": str, "capacity": _NUMBER, "max_item_size": _NUMBER, "readonly": bool},
    "token_cache": str,
    "username": str,
    "auth_provider": str,
}
"""What a profile can say, and of which type it is: a ``uri`` or a server to run in ``direct``."""

Profile = dict[str, Any]

_TYPE_NAMES = {str: "text", dict: "a mapping", bool: "true or false", int: "a whole number"}
_SUFFIXES = (".yml", ".yaml")


def search_path() -> list[Path]:
    """Return the folders in which profiles are looked for; a later one wins.

    They are the site's, that of the Python environment, and the user's.
    ``$TILED_SITE_PROFILES`` and ``$TILED_PROFILES`` stand in for the first and the last.

    Examples
    --------
    >>> import os
    >>> str(search_path()[-1]) == os.environ["TILED_PROFILES"]
    True
    """
    site, user = os.environ.get("TILED_SITE_PROFILES"), os.environ.get("TILED_PROFILES")
    folders = [
        Path(site or "/etc/tiled/profiles"),
        Path(site or Path(platformdirs.site_config_dir("tiled"), "profiles")),
        Path(sys.prefix, "etc", "tiled", "profiles"),
        Path(user or Path.home() / ".config" / "tiled" / "profiles"),
        Path(user or Path(platformdirs.user_config_dir("tiled"), "profiles")),
    ]
    return list(dict.fromkeys(folders))


@confidential
def load_profiles() -> dict[str, tuple[Path, Profile]]:
    """Return all profiles by name, each with the file that it is from.

    A file that cannot be understood is left out, and so is a name that two files of one folder
    define, unless a later folder settles it. Both are warned of.

    Examples
    --------
    >>> file = create_profile("http://127.0.0.1:8000", "beamline")
    >>> load_profiles()["beamline"][1]
    {'uri': 'http://127.0.0.1:8000', 'verify': True}
    """
    profiles, problems = read_profiles()
    for problem in problems:
        warnings.warn(problem, stacklevel=2)
    return profiles


def list_profiles() -> dict[str, Path]:
    """Return the names of all profiles, each with the file that it is from.

    Examples
    --------
    >>> file = create_profile("http://127.0.0.1:8000", "beamline")
    >>> list_profiles()["beamline"] == file
    True
    """
    return {name: file for name, (file, _) in load_profiles().items()}


@confidential
def find_profile(name: str) -> tuple[Path, Profile]:
    """Return one profile, and the file that it is from.

    Raises
    ------
    ProfileNotFound
        If there is none of that name. It names those that there are, and where it looked.

    Examples
    --------
    >>> written = create_profile("http://127.0.0.1:8000", "beamline")
    >>> file, profile = find_profile("beamline")
    >>> file == written, profile["uri"]
    (True, 'http://127.0.0.1:8000')
    """
    profiles, problems = read_profiles()
    if name in profiles:
        return profiles[name]
    known = ", ".join(sorted(profiles)) or "none"
    looked = "\n".join(f"  {folder}" for folder in reversed(search_path()))
    raise ProfileNotFound(
        f"There is no profile {name!r}. There are: {known}.",
        hint="\n".join([f"It was looked for in\n{looked}", *problems]),
    )


@confidential
def create_profile(uri: str, name: str, verify: bool = True, overwrite: bool = False) -> Path:
    """Write a profile into the user's folder, and return the file.

    Parameters
    ----------
    uri : str
        The server, or a node of it.
    name : str
        What to call it, good for `tiled_jl.from_profile`.
    verify : bool, optional
        Whether to check the server's certificate.
    overwrite : bool, optional
        Replace the file of a profile of that name.

    Raises
    ------
    ProfileExists
        If there is such a file already.
    ValueError
        If the address holds an API key: a profile is no place for it.

    Examples
    --------
    >>> create_profile("http://127.0.0.1:8000", "beamline").name
    'beamline.yml'
    """
    if "api_key" in parse_qs(urlsplit(uri).query):
        raise ValueError(
            "The address holds an API key, and profiles are passed on to others. Leave it out, and "
            "log in (tiled-jl login) or set TILED_API_KEY."
        )
    file = search_path()[-1] / f"{_good_name(name)}.yml"
    if file.exists() and not overwrite:
        raise ProfileExists(
            f"There is a profile {name!r} already, in {file}.", hint="Use overwrite=True."
        )
    write_private(file, yaml.safe_dump({name: {"uri": uri, "verify": verify}}).encode())
    return file


@confidential
def delete_profile(name: str) -> Path | None:
    """Delete the file of a profile that `create_profile` wrote, the one that wins.

    Returns
    -------
    pathlib.Path or None
        The file, if there was one.

    Raises
    ------
    ProfileError
        If it holds other profiles as well.

    Examples
    --------
    >>> file = create_profile("http://127.0.0.1:8000", "beamline")
    >>> delete_profile("beamline") == file
    True
    """
    for folder in reversed(search_path()):
        for suffix in _SUFFIXES:
            file = folder / f"{_good_name(name)}{suffix}"
            if file.exists():
                if others := sorted({*_read(file)} - {name}):
                    raise ProfileError(f"{file} holds other profiles as well: {', '.join(others)}.")
                file.unlink()
                return file
    return None


def get_default_profile_name() -> str | None:
    """Return the name of the profile that the ``tiled`` command uses; None if none is set.

    Examples
    --------
    >>> print(get_default_profile_name())
    None
    """
    try:
        return _default_file().read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def set_default_profile_name(name: str | None) -> None:
    """Set the profile that the ``tiled`` command uses; None to have none.

    Raises
    ------
    ProfileNotFound
        If there is none of that name.

    Examples
    --------
    >>> file = create_profile("http://127.0.0.1:8000", "beamline")
    >>> set_default_profile_name("beamline")
    >>> get_default_profile_name()
    'beamline'
    """
    if name is None:
        _default_file().unlink(missing_ok=True)
    else:
        find_profile(name)
        write_private(_default_file(), name.encode())


def _default_file() -> Path:
    return search_path()[-1].parent / "default_profile"


def _good_name(name: str) -> str:
    if not name or name.startswith(".") or set(name) & {"/", "\\", "\0", ":"}:
        raise ValueError(f"{name!r} cannot be the name of a file, and so of no profile")
    return name


def read_profiles() -> tuple[dict[str, tuple[Path, Profile]], list[str]]:
    """Return all profiles by name as `load_profiles` does, and in words what could not be used.

    Examples
    --------
    >>> file = create_profile("http://127.0.0.1:8000", "beamline")
    >>> profiles, problems = read_profiles()
    >>> "beamline" in profiles, problems
    (True, [])
    """
    profiles: dict[str, tuple[Path, Profile]] = {}
    problems: list[str] = []
    twice: dict[str, list[Path]] = {}
    for folder in search_path():
        here: dict[str, list[tuple[Path, Profile]]] = {}
        for file in _files(folder):
            try:
                for name, profile in _read(file).items():
                    here.setdefault(name, []).append((file, profile))
            except (ProfileError, OSError) as problem:
                problems.append(f"Skipped: {problem}")
        for name, found in here.items():
            twice.pop(name, None)
            profiles.pop(name, None)
            if len(found) == 1:
                profiles[name] = found[0]
            else:
                twice[name] = [file for file, _ in found]
    for name, files in twice.items():
        both = " and ".join(map(str, files))
        problems.append(f"Skipped: the profile {name!r} is in {both}. Remove it from one of them.")
    return profiles, problems


def profile_files() -> list[Path]:
    """Return the files in which profiles are looked for, whatever is in them.

    Examples
    --------
    >>> create_profile("http://127.0.0.1:8000", "beamline") in profile_files()
    True
    """
    return [file for folder in search_path() for file in _files(folder)]


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        file
        for file in folder.iterdir()
        if file.suffix in _SUFFIXES and not file.name.startswith(".")
    )


def _read(file: Path) -> dict[str, Profile]:
    """Read a file of profiles.

    Raises
    ------
    ProfileError
        If it is not one. The message names the line and the field, but no value: some are secret.
    """
    problem = ""
    try:
        text = file.read_text(encoding="utf-8")
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        content = loader.construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = f"{file}, line {line}: {error.problem or 'not YAML'}."
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        problem = f"{file}: not YAML ({type(error).__name__})."
    if problem:
        # Not within the error of the reader, which quotes what is in the file.
        raise ProfileError(problem)
    if root is None:
        raise ProfileError(f"{file}: it is empty.")
    if not isinstance(content, dict):
        raise _error(file, root, "it has to hold a mapping of names to profiles")
    profiles = {str(name): profile for name, profile in content.items()}
    for key, node in root.value:
        if key.value not in profiles:
            raise _error(file, key, "the name of a profile has to be text: put it in quotes")
        _check(file, key.value, profiles[key.value], node, FIELDS)
        if len({"uri", "direct"} & profiles[key.value].keys()) != 1:
            raise _error(file, key, f"{key.value} has to say either uri or direct")
    expanded: dict[str, Profile] = _expanded(profiles, {})
    return expanded


def _check(file: Path, path: str, content: Any, node: yaml.Node, fields: Mapping[str, Any]) -> None:
    """Raise if a mapping says something that it cannot say."""
    if not isinstance(content, dict):
        raise _error(file, node, f"{path} has to be a mapping")
    for key, value in node.value:
        place = f"{path}.{key.value}"
        if key.value not in fields or key.value not in content:
            known = ", ".join(fields)
            raise _error(file, key, f"{place} is not a field of a profile; there are: {known}")
        expected = fields[key.value]
        given = content[key.value]
        if isinstance(expected, dict):
            _check(file, place, given, value, expected)
        elif not isinstance(given, expected) or (expected is not bool and isinstance(given, bool)):
            raise _error(file, value, f"{place} has to be {_type_name(expected)}")


def _error(file: Path, node: yaml.Node, message: str) -> ProfileError:
    return ProfileError(f"{file}, line {node.start_mark.line + 1}: {message}.")


def _type_name(expected: Any) -> str:
    if expected is _NUMBER:
        return "a number"
    kinds = expected if isinstance(expected, tuple) else (expected,)
    return " or ".join(_TYPE_NAMES[kind] for kind in kinds)


def _expanded(content: Any, done: dict[int, Any]) -> Any:
    """Return a document with ``$NAME`` replaced by what the environment says.

    What stands in several places, by aliases, is made once: by aliases of aliases, a short file
    could hold more than all memory.
    """
    if isinstance(content, str):
        return os.path.expandvars(content)
    if id(content) in done:
        return done[id(content)]
    if isinstance(content, list):
        items = done[id(content)] = []
        items += (_expanded(each, done) for each in content)
        return items
    if isinstance(content, dict):
        members = done[id(content)] = {}
        members |= {key: _expanded(value, done) for key, value in content.items()}
        return members
    return content
