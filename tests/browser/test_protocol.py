import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tiled_jl.browser.handlers import handlers
from tiled_jl.browser.messages import PROTOCOL_VERSION, REQUESTS, LoadModule
from tiled_jl.browser.state import State

ROOT = Path(__file__).parents[2]
FILES = ("scripts/generate_protocol.py", "src_ts/core/protocol.ts", "scripts/generated.py")
MESSAGES = "tiled_jl/browser/messages"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of what makes the protocol, to be changed."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / MESSAGES, tmp_path / MESSAGES, ignore=ignored)
    (tmp_path / "tiled_jl" / "__init__.py").touch()
    (tmp_path / "tiled_jl" / "browser" / "__init__.py").touch()
    return tmp_path


def generate(clone: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "scripts/generate_protocol.py", *arguments],
        cwd=clone,
        env={"PYTHONPATH": str(clone)},
        capture_output=True,
        text=True,
        check=False,
    )


def change(clone: Path, name: str, old: str, new: str) -> None:
    file = clone / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_the_page_speaks_the_protocol_of_the_kernel(clone: Path) -> None:
    checked = generate(clone, "--check")
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("arrays", "    sampled: bool = False", "    sampled: int = 0"),
        ("nodes", "    exact: bool\n", "    exact: bool\n    surprise: str = ''\n"),
        ("nodes", '"nodes.list"', '"nodes.enumerate"'),
        ("wire", f"PROTOCOL_VERSION = {PROTOCOL_VERSION}", "PROTOCOL_VERSION = 99"),
        ("errors", '    "cancelled",\n', ""),
    ],
)
def test_a_change_on_one_side_alone_is_noticed(
    clone: Path, module: str, old: str, new: str
) -> None:
    change(clone, f"{MESSAGES}/{module}.py", old, new)
    checked = generate(clone, "--check")
    assert checked.returncode == 1
    assert "make protocol" in checked.stderr
    assert generate(clone).returncode == 0
    assert generate(clone, "--check").returncode == 0


def test_a_change_of_the_generated_file_is_noticed(clone: Path) -> None:
    change(clone, "src_ts/core/protocol.ts", "requestId: string | null", "requestId: string")
    assert generate(clone, "--check").returncode == 1


def test_the_page_knows_every_method(clone: Path) -> None:
    methods = re.findall(r"^  '([a-z.]+)': \{ params", (clone / FILES[1]).read_text(), re.M)
    assert methods == [request.method for request in REQUESTS]


def test_every_request_has_someone_to_answer_it(state: State) -> None:
    # The viewer belongs to the widgets, so only they can send it.
    assert set(handlers(state, None)) == set(REQUESTS) - {LoadModule}
