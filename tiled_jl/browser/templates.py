"""Templates of code, in which placeholders such as ``{name}`` stand for what a node is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter

from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import Snippet, say


def filled(snippet: Snippet, template: str, values: Mapping[str, Callable[[], str]]) -> str:
    """Return a template with its placeholders filled in.

    Two braces stand for one. Nothing but a name may stand between braces: what is put there is
    never looked into.

    Parameters
    ----------
    snippet : Snippet
        The one whose template it is, of which a failure speaks.
    template : str
    values : mapping of str to callable
        What each placeholder stands for.

    Raises
    ------
    RequestError
        If the template is broken.

    Examples
    --------
    >>> snippet = Snippet(label="Frame", template="{name}.plot({{}})")
    >>> filled(snippet, snippet.template, {"name": lambda: "frame"})
    'frame.plot({})'
    """
    try:
        return "".join(_pieces(template, values))
    except ValueError as problem:
        raise RequestError(
            "bad_request",
            say("The template of the snippet “%1” is broken.", snippet.label),
            say(
                "Correct it in the settings of Tiled. It knows %1; a brace of the code itself is "
                "written twice.",
                ", ".join(map(_braced, values)),
            ),
            f"{problem}",
        ) from None


def _pieces(template: str, values: Mapping[str, Callable[[], str]]) -> list[str]:
    pieces = []
    for text, field, form, conversion in Formatter().parse(template):
        pieces.append(text)
        if field is not None:
            if field not in values or form or conversion:
                raise ValueError(f"it cannot tell what {_braced(field)} stands for")
            pieces.append(values[field]())
    return pieces


def _braced(name: str) -> str:
    return f"{{{name}}}"
