"""Secrets taken out of what is shown or logged of requests and answers."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

REDACTED = "[secret]"

_NAME = r"[\w-]*(?:authorization|cookie|csrf|key|passw|secret|token|credential)[\w-]*"
"""Of headers, parameters and fields of documents."""

_IS_SECRET = re.compile(_NAME, re.IGNORECASE)

_IN_TEXT = [
    # A header as h11 has it, and as it travels.
    re.compile(rf"(\(b'{_NAME}', b)(?P<quote>['\"]).*?(?P=quote)(?=\))", re.IGNORECASE),
    re.compile(rf"^((?:[<>] )?{_NAME}: ).*$", re.IGNORECASE | re.MULTILINE),
    # A parameter of a URL or a form, a field of a document.
    re.compile(rf"((?:^|[?&\s]){_NAME}=)[^&\s'\"]+", re.IGNORECASE),
    re.compile(rf"(['\"]{_NAME}['\"]\s*:\s*)(['\"])[^'\"]*\2?", re.IGNORECASE),
    # A credential wherever it stands, the user part of an address.
    re.compile(r"\b((?:Apikey|Bearer|Basic)\s+)[^\s'\",)]+", re.IGNORECASE),
    re.compile(r"(://)[^/?#@\s]+(?=@)"),
]


def redacted(text: str) -> str:
    """Return a text without the secrets in it.

    Examples
    --------
    >>> redacted("http://127.0.0.1:8000/?api_key=abc&depth=2")
    'http://127.0.0.1:8000/?api_key=[secret]&depth=2'
    >>> redacted("> Authorization: Bearer abc")
    '> Authorization: [secret]'
    """
    for pattern in _IN_TEXT:
        text = pattern.sub(rf"\g<1>{REDACTED}", text)
    return text


def redacted_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return headers by their names in lower case, without the secrets in them.

    Examples
    --------
    >>> redacted_headers([("Accept", "*/*"), ("Authorization", "Apikey abc")])
    {'accept': '*/*', 'authorization': '[secret]'}
    """
    return {
        name.lower(): REDACTED if _IS_SECRET.fullmatch(name) else redacted(value)
        for name, value in headers
    }


class _Redacting(logging.Filter):
    """Takes secrets out of what a logger is given."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redacted(record.getMessage()), None
        return True


_TALKATIVE = ("httpcore.http11", "httpcore.proxy", "websockets.client")
"""Loggers that at DEBUG write down headers or what else is sent."""


def quieten() -> None:
    """Keep the libraries that send for us from writing secrets into logs."""
    for name in _TALKATIVE:
        logging.getLogger(name).addFilter(_REDACTING)


_REDACTING = _Redacting()
