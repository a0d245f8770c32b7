"""Whoever asks for help on a public name gets it, with an example that runs."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import tiled_jl

MODULES = [
    import_module(f"tiled_jl.{name}")
    for name in (
        "errors",
        "live",
        "patches",
        "profiles",
        "queries",
        "smoke",
        "storage",
        "structures",
        "widgets",
        "xarray_backend",
    )
]

REFERENCE = (Path(__file__).parents[1] / "docs" / "api.rst").read_text(encoding="utf-8")


def public(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Yield the classes and functions that a module offers, by their full names."""
    offered = getattr(module, "__all__", None)
    for name in offered or [name for name in vars(module) if not name.startswith("_")]:
        value = getattr(module, name)
        is_documented = inspect.isclass(value) or inspect.isfunction(value)
        if is_documented and (offered or value.__module__ == module.__name__):
            yield f"{value.__module__}.{value.__qualname__}", value


def members(owner: type) -> Iterator[tuple[str, Any]]:
    """Yield the methods and properties of a class that are ours and not private, by name."""
    for name, value in inspect.getmembers_static(owner):
        function = getattr(value, "fget", None) or getattr(value, "__func__", value)
        ours = getattr(function, "__module__", None) or ""
        if inspect.isfunction(function) and ours.startswith("tiled_jl") and name[0] != "_":
            yield name, value


NAMES = dict(pair for module in (tiled_jl, *MODULES) for pair in public(module))
MEMBERS = {
    f"{full_name}.{name}": member
    for full_name, owner in NAMES.items()
    if inspect.isclass(owner)
    for name, member in members(owner)
}


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_explained_by_an_example(name: str) -> None:
    assert ">>> " in (NAMES[name].__doc__ or "")


@pytest.mark.parametrize("name", MEMBERS)
def test_a_public_method_is_explained(name: str) -> None:
    assert inspect.getdoc(MEMBERS[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_in_the_reference(name: str) -> None:
    module, _, own_name = name.rpartition(".")
    # What a package hands on is explained with the package.
    homes = [
        f".. automodule:: {home}\n   :members:" for home in (module, module.rpartition(".")[0])
    ]
    assert any(home in REFERENCE for home in homes) or own_name in REFERENCE.split()


def test_no_example_is_left_out() -> None:
    files = Path(tiled_jl.__path__[0]).rglob("*.py")
    assert not [file for file in files if "doctest: +SKIP" in file.read_text(encoding="utf-8")]
