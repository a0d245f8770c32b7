"""Logging in from a cell, in a real kernel, with the test in place of the page."""

import os
import signal
from collections.abc import Iterator
from typing import Any

import kernels
import loginserver
import pytest
import serving

from tiled_jl import Context
from tiled_jl.auth.tokens import TokenStore
from tiled_jl.browser.messages import PROTOCOL_VERSION

VIEW = "application/vnd.jupyter.widget-view+json"
SETUP = """
import os
from tiled_jl import Context, from_uri
from tiled_jl.widgets import LoginWidget
"""
WHO = "print(context.whoami()['identities'][0]['id'])"
ALICE = {"provider": "lab", "username": "alice", "password": loginserver.PASSWORDS["alice"]}


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Server]:
    running = loginserver.start(tmp_path_factory.mktemp("users"), loginserver.authentication())
    yield running
    running.stop()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kernels.Kernel]:
    with kernels.kernel(os.environ) as kernel:
        kernel.use_subshell()
        kernel.run(SETUP)
        yield kernel


@pytest.fixture
def kernel(running: kernels.Kernel, own_home: Any) -> kernels.Kernel:
    """A kernel that shares what it keeps with the test, and in which nobody is logged in."""
    names = ("TILED_JL_HOME", "TILED_CACHE_DIR")
    running.run(f"os.environ.update({ {name: os.environ[name] for name in names}!r})")
    return running


class Cell:
    """A cell that waits for a login, and the page in which it is shown."""

    def __init__(self, kernel: kernels.Kernel, code: str) -> None:
        self.kernel = kernel
        self.ident = kernel.begin(code)
        self.comm = kernel.await_output(self.ident, "display_data")["data"][VIEW]["model_id"]
        self.count = 0
        (server,) = self.ask("servers.list")["servers"]
        self.server = server["id"]

    def send(self, method: str, **params: Any) -> str:
        self.count += 1
        ident = f"{self.comm}-{self.count}"
        request = {"v": PROTOCOL_VERSION, "id": ident, "method": method, "params": params}
        self.kernel.post(self.comm, {"method": "custom", "content": request})
        return ident

    def answer(self, method: str, **params: Any) -> dict[str, Any]:
        ident = self.send(method, **params)
        while True:
            message, _ = self.kernel.hear(self.comm)
            content: dict[str, Any] = message.get("content", {})
            if content.get("id") == ident and "progress" not in content:
                return content

    def ask(self, method: str, **params: Any) -> Any:
        return self.answer(method, **params)["result"]

    def left(self) -> str:
        """Return what stands in the cell in place of the form, once there is something."""
        shown = self.kernel.await_output(self.ident, "update_display_data")
        assert set(shown["data"]) == {"text/plain"}
        return str(shown["data"]["text/plain"])


def test_a_cell_waits_for_the_login_and_goes_on(
    kernel: kernels.Kernel, users: serving.Server
) -> None:
    cell = Cell(kernel, f"client = from_uri({users.uri!r}); print(list(client))")
    ways = cell.ask("login.ways", server=cell.server)
    assert [each["provider"] for each in ways["ways"]] == ["lab", "guests"]
    assert ways["waiting"]
    wrong = {**ALICE, "password": "wrong-1"}
    refused = cell.answer("login.password", server=cell.server, **wrong)["error"]
    assert refused["detail"] == "Incorrect username or password"
    assert cell.ask("login.password", server=cell.server, **ALICE)["message"] == "Welcome, alice."
    assert cell.left() == f"Logged in to {users.uri} as alice."
    assert kernel.await_output(cell.ident, "stream")["text"] == "['memory']\n"
    with Context(users.uri) as context:
        assert context.credential == "login"


def test_the_kernel_answers_on_its_control_channel_meanwhile(
    kernel: kernels.Kernel, users: serving.Server
) -> None:
    cell = Cell(kernel, f"from_uri({users.uri!r})")
    kernel.use_subshell()
    cell.ask("login.refuse", server=cell.server)
    assert cell.left() == f"The login to {users.uri} was cancelled."
    assert kernel.await_output(cell.ident, "error")["ename"] == "Cancelled"


def test_an_interrupt_ends_the_login(kernel: kernels.Kernel, users: serving.Server) -> None:
    cell = Cell(kernel, f"Context({users.uri!r}).authenticate()")
    os.kill(kernel.pid, signal.SIGINT)
    assert cell.left() == f"The login to {users.uri} was interrupted."
    assert kernel.await_output(cell.ident, "error")["ename"] == "KeyboardInterrupt"
    assert kernel.say("print('alive')") == "alive\n"


def test_a_login_made_elsewhere_is_enough_for_the_cell(
    kernel: kernels.Kernel, users: serving.Server
) -> None:
    cell = Cell(kernel, f"client = from_uri({users.uri!r})")
    with Context(users.uri) as context:
        context.login(ALICE["username"], ALICE["password"], ALICE["provider"])
    assert cell.left().startswith("Logged in to")
    assert kernel.say("print(client.context.credential)") == "login\n"


def test_a_login_that_ends_is_asked_for_again_in_the_cell_that_needs_it(
    kernel: kernels.Kernel, users: serving.Server
) -> None:
    login = [ALICE["username"], ALICE["password"], ALICE["provider"]]
    kernel.run(f"context = Context({users.uri!r}); context.login(*{login!r})")
    with Context(users.uri) as context:
        for session in (context.whoami() or {})["sessions"]:
            context.revoke_session(session["uuid"])
    cell = Cell(
        kernel, "context.force_auth_refresh(); print(context.whoami()['identities'][0]['id'])"
    )
    cell.ask("login.password", server=cell.server, **ALICE)
    cell.left()
    assert kernel.await_output(cell.ident, "stream")["text"] == "alice\n"


def test_where_no_page_answers_the_terminal_asks(
    kernel: kernels.Kernel, users: serving.Server
) -> None:
    kernel.run("import tiled_jl.widgets.login as it; patience, it.PATIENCE = it.PATIENCE, 0.2")
    ident = kernel.begin(f"from_uri({users.uri!r}, auth_provider='lab', username='alice')")
    assert kernel.await_question() == "Password: "
    kernel.client.input(ALICE["password"])
    assert "Welcome, alice." in kernel.await_output(ident, "stream")["text"]
    kernel.run("it.PATIENCE = patience")


def test_a_widget_says_who_is_logged_in_and_logs_in_its_client(
    kernel: kernels.Kernel, users: serving.Server
) -> None:
    kernel.run(f"context = Context({users.uri!r})")
    cell = Cell(kernel, "login = LoginWidget(context); display(login)")
    assert cell.ask("servers.connect", server=cell.server)["state"] == "unauthorized"
    assert kernel.say("print(login.value)") == "None\n"
    cell.ask("login.password", server=cell.server, **ALICE)
    assert kernel.say("print(login.value, context.credential)") == "alice login\n"
    assert cell.ask("login.end", server=cell.server)["credential"] == "anonymous"
    assert kernel.say("print(login.value, context.credential)") == "None anonymous\n"


def test_no_secret_stays_in_the_widget_or_goes_to_the_page(
    kernel: kernels.Kernel, users: serving.Server
) -> None:
    kernel.run(f"context = Context({users.uri!r})")
    kernel.heard.clear()
    cell = Cell(kernel, "login = LoginWidget(context); display(login)")
    cell.ask("login.password", server=cell.server, **ALICE)
    tokens = TokenStore().load(f"{users.uri}/api/v1/")
    assert tokens is not None
    state = kernel.say("print(login.get_state(), repr(login), vars(login))")
    said = state + repr(kernel.heard)
    for secret in (ALICE["password"], *map(str, dict(tokens).values())):
        assert secret not in said
