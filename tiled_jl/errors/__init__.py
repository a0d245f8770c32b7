"""What can go wrong, as one small tree.

::

    TiledError
    ├── ConnectionFailed           the server cannot be reached      (an httpx.NetworkError)
    ├── Timeout                    it did not answer in time         (an httpx.TimeoutException)
    ├── NotATiledServer            something else answers at that URI
    ├── ResponseError              the answer is not what it declares to be
    ├── OutOfMemory                it is more than this machine holds  (a MemoryError)
    ├── Cancelled                  the caller asked to stop
    ├── NotYet                     tiled_jl cannot do this yet       (a NotImplementedError)
    ├── LoginFailed                nobody is logged in: refused, abandoned, or nobody there to ask
    ├── ProfileError               a file of profiles cannot be used   (a ValueError)
    │   └── ProfileExists          there is a profile of that name already
    ├── ProfileNotFound            there is no profile of that name    (a KeyError)
    ├── NoSuchKey                  a container has no such child     (a KeyError)
    ├── NodeExists                 there is a node where a copy is to be
    ├── NotJSON                    metadata that JSON cannot hold    (a TypeError)
    └── StatusError                the server refused                (an httpx.HTTPStatusError)
        ├── ClientError            4xx: the request cannot succeed as it is
        │   ├── Unauthorized       401: no credential, a wrong one, or one that lacks a scope
        │   │   └── SessionExpired a login that has ended: log in again
        │   ├── Forbidden          403: known, but not allowed to
        │   ├── NotFound           404: no such node                 (a NoSuchKey as well)
        │   ├── Conflict           409: the key is taken, or data would be lost
        │   ├── Gone               410: a link whose target has vanished
        │   └── TooLarge           400: the answer would pass the server's limit
        └── ServerError            5xx: the server failed

Every error says what was asked, what the server answered and, in `TiledError.hint`, what to do
next. None holds a credential.
"""

from __future__ import annotations

from tiled_jl.errors.local import (
    MALFORMED,
    Cancelled,
    ConnectionFailed,
    LoginFailed,
    NodeExists,
    NoSuchKey,
    NotATiledServer,
    NotJSON,
    NotYet,
    OutOfMemory,
    ProfileError,
    ProfileExists,
    ProfileNotFound,
    ResponseError,
    TiledError,
    Timeout,
)
from tiled_jl.errors.status import (
    ClientError,
    Conflict,
    Forbidden,
    Gone,
    NotFound,
    ServerError,
    SessionExpired,
    StatusError,
    TooLarge,
    Unauthorized,
)

__all__ = [
    "MALFORMED",
    "Cancelled",
    "ClientError",
    "Conflict",
    "ConnectionFailed",
    "Forbidden",
    "Gone",
    "LoginFailed",
    "NoSuchKey",
    "NodeExists",
    "NotATiledServer",
    "NotFound",
    "NotJSON",
    "NotYet",
    "OutOfMemory",
    "ProfileError",
    "ProfileExists",
    "ProfileNotFound",
    "ResponseError",
    "ServerError",
    "SessionExpired",
    "StatusError",
    "TiledError",
    "Timeout",
    "TooLarge",
    "Unauthorized",
]

for _each in (globals()[_name] for _name in __all__):
    if isinstance(_each, type):
        # As callers import them, so do tracebacks name them.
        _each.__module__ = __name__
