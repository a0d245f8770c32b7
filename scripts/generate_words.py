"""Write ``src_ts/core/kernelwords.ts``: what the kernel says, for those who translate it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "tiled_jl"
TARGET = ROOT / "src_ts" / "core" / "kernelwords.ts"
HEADER = """\
// Generated from tiled_jl by `make protocol`. Do not edit.
import type { ITranslator } from './translator';

/** All that the kernel says: nothing calls this, but tools that collect messages find them here. */
"""
TEMPLATES = {"say": 1, "say_many": 2}
"""How many of the first arguments are templates."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield the calls that make words, each with where it stands."""
    for file in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name_of(node) in TEMPLATES:
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def name_of(call: ast.Call) -> str:
    called = call.func
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def templates(call: ast.Call) -> list[str]:
    """Return the templates of a call: a singular, and a plural where there is one."""
    found = call.args[: TEMPLATES[name_of(call)]]
    return [each.value for each in found if isinstance(each, ast.Constant)]


def spell(found: tuple[str, ...]) -> str:
    texts = ", ".join(json.dumps(text, ensure_ascii=False) for text in found)
    return f"trans._n({texts}, 2)" if len(found) > 1 else f"trans.__({texts})"


def generate() -> str:
    found = sorted({tuple(templates(call)) for _, call in calls()})
    lines = ",\n".join(f"    {spell(each)}" for each in found)
    return (
        f"{HEADER}export function kernelWords(trans: ITranslator): string[] {{\n"
        f"  return [\n{lines}\n  ];\n}}\n"
    )


if __name__ == "__main__":
    from generated import settle

    raise SystemExit(settle(TARGET, generate()))
