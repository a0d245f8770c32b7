"""``import tiled_jl`` costs a user next to nothing."""

import subprocess
import sys

import pytest

import tiled_jl

HEAVY = {"numpy", "pandas", "dask", "xarray", "pyarrow", "httpx", "awkward", "sparse", "anywidget"}


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    finished = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return set(finished.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not HEAVY & modules_after("import tiled_jl")


def test_importing_from_uri_loads_no_library_of_data() -> None:
    assert not (HEAVY - {"httpx"}) & modules_after("from tiled_jl import from_uri")


def test_importing_from_uri_leaves_the_command_line_of_httpx_for_those_who_call_it() -> None:
    assert not {"click", "rich"} & modules_after("from tiled_jl import from_uri")
    code = "import sys, httpx; sys.argv[1:] = ['--help']; httpx.main()"
    finished = subprocess.run(
        [sys.executable, "-c", f"from tiled_jl import from_uri; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--timeout" in finished.stdout


@pytest.mark.parametrize("name", tiled_jl.__all__)
def test_every_public_name_can_be_had(name: str) -> None:
    assert getattr(tiled_jl, name) is not None
    assert name in dir(tiled_jl)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        tiled_jl.no_such_name  # noqa: B018
