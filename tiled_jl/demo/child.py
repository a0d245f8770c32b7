"""Run a module as a child that ends when its parent does.

``python -m tiled_jl.demo.child MODULE [ARGUMENT…]`` behaves as ``python -m MODULE``, except that
standard input is a pipe from the parent. However the parent ends, the pipe closes, and this
process asks itself to stop as a terminal would, and insists after a while.
"""

import os
import runpy
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tiled_jl.demo import DemoError

GRACE = 8.0
"""Seconds between asking a process to stop and making it."""

STARTUP = 120.0
"""Seconds after which a child that does not answer is given up."""


def start(
    module: str, arguments: Sequence[str], *, env: Mapping[str, str], cwd: Path, log: Path
) -> "subprocess.Popen[bytes]":
    """Start a module as a child of this process, in a process group of its own.

    Parameters
    ----------
    module
        What ``python -m`` would be given.
    arguments
        Its command line.
    env
        Its whole environment.
    cwd
        The folder it runs in.
    log
        The file that takes its output.
    """
    # -P: a file in the folder must not stand in for a module of the same name.
    command = [sys.executable, "-P", "-m", "tiled_jl.demo.child", module, *arguments]
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=dict(env),
            start_new_session=True,
        )


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End a child started by `start`: ask, then insist. Does nothing if it has ended."""
    try:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        if process.stdin is not None:
            process.stdin.close()


def wait_for_answer(process: "subprocess.Popen[bytes]", url: str, who: str, log: Path) -> None:
    """Return once a child's server answers.

    Parameters
    ----------
    process
        The child.
    url
        An address that it answers with success and without a key.
    who
        What a message calls it.
    log
        The file with its output, whose end a message quotes.

    Raises
    ------
    DemoError
        Where the child ends, or does not answer within `STARTUP` seconds.
    """
    import httpx

    deadline = time.monotonic() + STARTUP
    with httpx.Client(trust_env=False) as http:
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise DemoError(f"{who} ended with code {process.returncode}.\n{tail(log)}")
            try:
                if http.get(url).is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
    raise DemoError(f"{who} did not answer within {STARTUP:.0f} s.\n{tail(log)}")


def tail(log: Path, lines: int = 15) -> str:
    """Return the last lines of a log, after a line that names it."""
    written = log.read_text(errors="replace").splitlines()
    return "\n".join([f"The end of {log}:", *written[-lines:]])


def main() -> None:
    """Watch the parent, then become the module."""
    pipe = os.dup(0)
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    threading.Thread(target=_end_with_parent, args=(pipe,), daemon=True).start()
    module, *sys.argv[1:] = sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_parent(pipe: int) -> None:
    while os.read(pipe, 1024):
        continue
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)


if __name__ == "__main__":
    main()
