"""The command line logs in and out, and asks in the terminal."""

import os
import pty
import sys
from pathlib import Path

import loginserver
import pytest
import serving

from tiled_jl import Context, cli, create_profile

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")


def in_a_terminal(*arguments: str, answers: dict[str, str]) -> str:
    """Run the command in a terminal, answer its questions in order, and return what it showed."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-m", "tiled_jl.cli", *arguments])
    shown = ""
    questions = list(answers.items())
    while True:
        try:
            shown += os.read(terminal, 4096).decode()
        except OSError:
            break
        if questions and shown.rstrip().endswith(questions[0][0]):
            os.write(terminal, f"{questions.pop(0)[1]}\n".encode())
            shown += "\n"
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, shown
    return shown


def test_a_person_logs_in_at_the_terminal_and_out_again(
    users: serving.Server, capsys: pytest.CaptureFixture[str]
) -> None:
    password = loginserver.PASSWORDS["alice"]
    answers = {"1 … 3:": "1", "Username:": "alice", "Password:": password}
    shown = in_a_terminal("login", users.uri, answers=answers)
    assert "Welcome, alice." in shown
    assert password not in shown
    create_profile(users.uri, "mine")
    assert cli.main(["whoami", "mine"]) == 0
    assert capsys.readouterr().out == "alice\n"
    assert cli.main(["logout", users.uri]) == 0
    assert cli.main(["whoami", users.uri]) == 0
    assert capsys.readouterr().out == "Nobody is logged in.\n"
    assert not Context(users.uri).authenticated


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["whoami"], "Which server?"),
        (["login", "nowhere"], "There is no profile 'nowhere'"),
        (["login", "http://127.0.0.1:9"], "cannot be reached"),
        (["logout", "here"], "has no address"),
    ],
)
def test_what_cannot_be_done_is_said(
    own_home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    (own_home / "profiles").mkdir()
    (own_home / "profiles" / "a.yml").write_text("here: {direct: {trees: []}}")
    assert cli.main(arguments) == 1
    assert words in capsys.readouterr().err
