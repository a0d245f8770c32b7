"""Ports of the loopback interface."""

import os
import socket

from tiled_jl.demo import DemoError


def free_port(preferred: int = 0) -> int:
    """Find a loopback port that nobody listens on: the preferred one if it can be had."""
    if preferred and not is_taken(preferred):
        return preferred
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def is_taken(port: int) -> bool:
    """Tell whether a loopback port cannot be listened on."""
    with socket.socket() as sock:
        if os.name == "posix":
            # As servers do: a port whose last connections are fading away can be had.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def require_free(port: int, who: str, option: str) -> None:
    """Raise `DemoError` where a port is taken, naming the option that chooses another."""
    if is_taken(port):
        raise DemoError(
            f"{who} cannot listen on port {port} of 127.0.0.1: it is in use. "
            f"Choose another with {option}, or leave the option out."
        )
