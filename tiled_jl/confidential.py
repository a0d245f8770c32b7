"""Keeping secrets out of what is shown when a call fails.

Debuggers, notebooks and loggers can show the local variables of every function that an error came
through, and those that send a secret have it in one.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def confidential(function: Callable[P, T]) -> Callable[P, T]:
    """Let no error of a function show what was in its variables, and in those of what it calls.

    Its lines are shown as ever, and so is all of the caller.

    Examples
    --------
    >>> import traceback
    >>> @confidential
    ... def log_in(password):
    ...     raise PermissionError("wrong")
    >>> try:
    ...     log_in("open sesame")
    ... except PermissionError as error:
    ...     shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    >>> "wrong" in "".join(shown.format()), "sesame" in str(shown.stack[1:])
    (True, False)
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        handled = sys.exception()
        try:
            return function(*args, **kwargs)
        except BaseException as error:
            forget_variables(error, handled)
            del args, kwargs, handled
            raise

    return call


def forget_variables(error: BaseException, handled: BaseException | None = None) -> None:
    """Clear the variables of the functions that an error came through and that have ended.

    Parameters
    ----------
    error : BaseException
        It and what it came from.
    handled : BaseException or None, optional
        What was there before, and is the caller's own.
    """
    seen: set[int] = set()
    errors: list[BaseException | None] = [error]
    while errors:
        each = errors.pop()
        if each is None or each is handled or id(each) in seen:
            continue
        seen.add(id(each))
        traceback.clear_frames(each.__traceback__)
        errors += [each.__cause__, each.__context__]
