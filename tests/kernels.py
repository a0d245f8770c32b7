"""A real Jupyter kernel, and the page's end of a comm to it."""

import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

PATIENCE = 60


class Kernel:
    """A kernel that runs cells and answers on comms, as a page sees it."""

    def __init__(self, client: BlockingKernelClient, pid: int) -> None:
        self.client = client
        self.pid = pid
        self.subshell: str | None = None
        self.heard: list[dict[str, Any]] = []
        self._earlier: list[dict[str, Any]] = []

    def run(self, code: str) -> list[dict[str, Any]]:
        """Run a cell to its end and return what it sent to the page."""
        ident = self.client.execute(code)
        sent = []
        while True:
            message = self._next()
            if message["parent_header"].get("msg_id") != ident:
                self._earlier.append(message)
                continue
            sent.append(message)
            if message["msg_type"] == "error":
                raise AssertionError("\n".join(message["content"]["traceback"]))
            if message["content"].get("execution_state") == "idle":
                return sent

    def say(self, code: str) -> str:
        """Run a cell and return what it printed."""
        return "".join(
            message["content"]["text"]
            for message in self.run(code)
            if message["msg_type"] == "stream" and message["content"]["name"] == "stdout"
        )

    def start(self, code: str) -> str:
        """Start a cell that first prints something, and return its identifier without waiting."""
        ident = str(self.client.execute(code))
        while True:
            message = self._next()
            if message["msg_type"] == "stream" and message["parent_header"]["msg_id"] == ident:
                return ident

    def begin(self, code: str) -> str:
        """Start a cell that a person may be asked by, and return its identifier."""
        return str(self.client.execute(code, allow_stdin=True, stop_on_error=False))

    def await_output(self, ident: str, kind: str) -> dict[str, Any]:
        """Return the next message of a kind that a cell sends to the page."""
        while True:
            for number, message in enumerate(self._earlier):
                if message["parent_header"].get("msg_id") == ident and message["msg_type"] == kind:
                    content: dict[str, Any] = self._earlier.pop(number)["content"]
                    return content
            self._earlier.append(self._next())

    def await_question(self) -> str:
        """Return what the kernel asks by a text field."""
        message = self.client.get_stdin_msg(timeout=PATIENCE)
        return str(message["content"]["prompt"])

    def is_idle(self, ident: str) -> bool:
        """Whether a cell that was started has ended."""
        while self.client.iopub_channel.msg_ready():
            self._earlier.append(self._next())
        return any(
            message["parent_header"].get("msg_id") == ident
            and message["content"].get("execution_state") == "idle"
            for message in self._earlier
        )

    def use_subshell(self) -> None:
        """Send comm messages to a thread of their own from here on, as JupyterLab does."""
        self.client.control_channel.send(self.client.session.msg("create_subshell_request", {}))
        reply = self.client.get_control_msg(timeout=PATIENCE)
        self.subshell = reply["content"]["subshell_id"]

    def open(self, target: str) -> str:
        """Open a comm."""
        comm = uuid.uuid4().hex
        self._send("comm_open", {"comm_id": comm, "target_name": target, "data": {}})
        return comm

    def post(self, comm: str, data: Mapping[str, Any]) -> None:
        """Send a message on a comm."""
        self._send("comm_msg", {"comm_id": comm, "data": dict(data)})

    def close(self, comm: str) -> None:
        """Close a comm."""
        self._send("comm_close", {"comm_id": comm, "data": {}})

    def hear(self, comm: str) -> tuple[dict[str, Any], list[bytes]]:
        """Return the next message on a comm, and its buffers."""
        while True:
            for number, message in enumerate(self._earlier):
                if message["msg_type"] == "comm_msg" and message["content"]["comm_id"] == comm:
                    del self._earlier[number]
                    buffers = [bytes(each) for each in message["buffers"]]
                    return message["content"]["data"], buffers
            self._earlier.append(self._next())

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        message = self.client.session.msg(kind, content)
        if self.subshell is not None:
            message["header"]["subshell_id"] = self.subshell
        self.client.shell_channel.send(message)

    def _next(self) -> dict[str, Any]:
        message: dict[str, Any] = self.client.get_iopub_msg(timeout=PATIENCE)
        self.heard.append(message)
        return message


@contextmanager
def kernel(environment: Mapping[str, str]) -> Iterator[Kernel]:
    """Start a kernel of this Python."""
    manager = KernelManager()
    manager.kernel_cmd = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    manager.start_kernel(env=dict(environment))
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=PATIENCE)
        yield Kernel(client, manager.provisioner.pid)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()
