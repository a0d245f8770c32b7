"""The list of features names tests that there are."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| (?P<feature>.+?) \| `(?P<file>[^`]+)` › (?P<test>.+?) \|$", re.M)
PAGE = (ROOT / "docs" / "features.md").read_text("utf-8")
ROWS = [match.groups() for match in ROW.finditer(PAGE)]


def test_every_line_of_the_tables_is_a_feature_with_its_test() -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith("| ") and "---" not in line]
    heads = [line for line in lines if line == "| feature | test |"]
    assert len(lines) - len(heads) == len(ROWS) > 0


@pytest.mark.parametrize(("feature", "file", "test"), ROWS)
def test_the_test_of_a_feature_is_there(feature: str, file: str, test: str) -> None:
    source = (ROOT / file).read_text("utf-8")
    # Tests of Python are named by their functions, those of TypeScript by a sentence.
    names = re.findall(r"^(?:async )?def (test_\w+)", source, re.M)
    names += [name for _, name in re.findall(r"\btest\(\s*(['`\"])(.+?)\1", source, re.S)]
    names += [name for _, name in re.findall(r"\bit\(\s*(['`\"])(.+?)\1", source, re.S)]
    assert test in names, f"{feature}: {file} has no test {test!r}"
