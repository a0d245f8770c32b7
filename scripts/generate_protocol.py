"""Write ``src_ts/core/protocol.ts`` from ``browser/messages/``; ``--check`` only compares."""

from __future__ import annotations

import ast
import inspect
import textwrap
import types
import typing
from pathlib import Path
from typing import Any, Literal

import msgspec

from tiled_jl.browser import messages

TARGET = Path(__file__).parents[1] / "src_ts" / "core" / "protocol.ts"
HEADER = "// Generated from tiled_jl/browser/messages by `make protocol`. Do not edit.\n"
ALIASES = (
    "ErrorCode",
    "ServerState",
    "CredentialKind",
    "PreviewKind",
    "Operator",
    "FactKind",
    "PixelType",
    "FileKind",
    "TransferState",
    "Right",
    "Orders",
    "KeyPlace",
)
SCALARS = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    type(None): "null",
    Any: "unknown",
}


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def spell(hint: Any) -> str:
    """Spell a Python type in TypeScript."""
    if hint in SCALARS:
        return SCALARS[hint]
    for name in ALIASES:
        if hint == getattr(messages, name):
            return name
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return " | ".join(f"'{value}'" for value in arguments)
    if origin in (typing.Union, types.UnionType):
        return " | ".join(dict.fromkeys(spell(each) for each in arguments))
    if origin is list:
        inner = spell(arguments[0])
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if origin is tuple:
        return f"[{', '.join(spell(each) for each in arguments)}]"
    if origin is dict:
        return f"Record<string, {spell(arguments[1])}>"
    if isinstance(hint, type) and issubclass(hint, messages.Message):
        return f"I{hint.__name__}"
    raise TypeError(f"The protocol has no spelling for {hint!r}")


def comment(text: str | None, indent: str = "") -> str:
    if not text:
        return ""
    lines = inspect.cleandoc(text).replace("``", "`").splitlines()
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    body = "".join(f"{indent} *{' ' + line if line else ''}\n" for line in lines)
    return f"{indent}/**\n{body}{indent} */\n"


def field_comments(struct: type) -> dict[str, str]:
    """Strings that follow a field, by the field's name."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(struct))).body
    assert isinstance(definition, ast.ClassDef)
    found: dict[str, str] = {}
    for field, after in zip(definition.body, definition.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
        ):
            found[field.target.id] = str(after.value.value)
    return found


def interface(struct: type[messages.Message]) -> str:
    hints = typing.get_type_hints(struct)
    comments = field_comments(struct)
    # What the page sends may leave out what has a default; what the kernel sends is always whole.
    sent_by_page = issubclass(struct, messages.Request)
    lines = []
    for field in msgspec.structs.fields(struct):
        optional = "?" if sent_by_page and not field.required else ""
        lines.append(comment(comments.get(field.name), "  "))
        lines.append(f"  {camel(field.name)}{optional}: {spell(hints[field.name])};\n")
    if not lines:
        return f"{comment(struct.__doc__)}export type I{struct.__name__} = Record<string, never>;\n"
    return braces(f"I{struct.__name__}", "".join(lines), struct.__doc__)


def braces(name: str, body: str, text: str | None) -> str:
    return f"{comment(text)}export interface {name} {{\n{body}}}\n"


def alias(name: str, hint: Any) -> str:
    members = "".join(f"\n  | '{member}'" for member in typing.get_args(hint))
    return f"export type {name} ={members};\n"


def result_of(request: type[messages.Request[Any]]) -> str:
    (base,) = request.__orig_bases__  # type: ignore[attr-defined]
    return spell(typing.get_args(base)[0])


def method_row(request: type[messages.Request[Any]]) -> str:
    parameters, result = f"I{request.__name__}", result_of(request)
    return f"  '{request.method}': {{ params: {parameters}; result: {result} }};\n"


def generate() -> str:
    structs = [
        each
        for each in vars(messages).values()
        if isinstance(each, type)
        and issubclass(each, messages.Message)
        and each not in (messages.Message, messages.Request, messages.Event)
    ]
    methods = "".join(method_row(request) for request in messages.REQUESTS)
    events = "".join(f"  '{event.topic}': {spell(event)};\n" for event in messages.EVENTS)
    return "\n".join(
        [
            HEADER,
            f"export const PROTOCOL_VERSION = {messages.PROTOCOL_VERSION};\n",
            *(alias(name, getattr(messages, name)) for name in ALIASES),
            *(interface(struct) for struct in structs),
            braces("IMethods", methods, "What each method takes and gives."),
            braces("IEvents", events, "What the kernel announces."),
        ]
    )


if __name__ == "__main__":
    from generated import settle

    raise SystemExit(settle(TARGET, generate()))
