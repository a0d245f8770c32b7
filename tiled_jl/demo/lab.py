"""JupyterLab beside the demo's server, as a child process."""

import json
import os
import secrets
import shutil
from hashlib import sha256
from pathlib import Path

from tiled_jl.demo import child
from tiled_jl.demo.folders import DemoFolder
from tiled_jl.demo.ports import free_port, require_free

TUTORIAL = "tutorial.ipynb"
PREFERRED_PORT = 8888

_FIRST_LAYOUT = {
    "data": {
        "layout-restorer:data": {
            "main": {},
            "left": {
                "collapsed": False,
                "visible": True,
                "current": "tiled-jl-sidebar",
                "widgets": ["filebrowser", "tiled-jl-sidebar"],
            },
            "relativeSizes": [0.23, 0.77, 0],
        }
    },
    "metadata": {"id": "default"},
}
"""The sidebar is open from the start; afterwards the layout is the user's."""


class DemoLab:
    """JupyterLab with the tutorial open, knowing the demo's server.

    Parameters
    ----------
    folder
        Its settings and its notebooks, and the list of servers with their keys.
    server_uri
        The Tiled server, which notebooks find in ``TILED_JL_DEMO_URI``.
    port
        The port to listen on; None for 8888, or any that is free.
    browser
        Whether to open a web browser.

    Attributes
    ----------
    url : str
        The address of the page, with its token.
    process : subprocess.Popen
        JupyterLab itself.

    Raises
    ------
    DemoError
        Where the port is taken or JupyterLab does not start.
    """

    def __init__(
        self,
        folder: DemoFolder,
        server_uri: str,
        *,
        port: int | None = None,
        browser: bool = True,
    ) -> None:
        chosen = port or free_port(PREFERRED_PORT)
        require_free(chosen, "JupyterLab", "--port")
        self.log = folder.logs / "jupyterlab.log"
        self.log.unlink(missing_ok=True)
        settings = folder.root / "jupyter"
        token = secrets.token_hex(24)
        origin = f"http://127.0.0.1:{chosen}"
        self.url = f"{origin}/lab/tree/{TUTORIAL}?token={token}"
        folder.work.mkdir(parents=True, exist_ok=True)
        _write_settings(settings, folder.work, chosen, token, browser=browser)
        _put_tutorial(folder.work)
        # The key that the user has for another server is of no use to this one.
        env = {name: value for name, value in os.environ.items() if name != "TILED_API_KEY"}
        env |= {
            "JUPYTER_CONFIG_DIR": str(settings),
            "JUPYTERLAB_SETTINGS_DIR": str(settings / "lab" / "user-settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(settings / "lab" / "workspaces"),
            # Else a kernel of the same name in the user's folder would be started.
            "JUPYTER_PREFER_ENV_PATH": "1",
            "TILED_JL_DEMO_URI": server_uri,
            "TILED_JL_HOME": str(folder.home),
        }
        self.process = child.start("jupyterlab", [], env=env, cwd=folder.work, log=self.log)
        try:
            child.wait_for_answer(self.process, f"{origin}/api", "JupyterLab", self.log)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End JupyterLab and its kernels. Does nothing if it has ended."""
        child.stop(self.process)

    def __enter__(self) -> "DemoLab":
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()


def _write_settings(settings: Path, work: Path, port: int, token: str, *, browser: bool) -> None:
    """Write settings that are the demo's alone, so that the user's own stay as they are."""
    settings.mkdir(mode=0o700, exist_ok=True)
    server = {
        "ServerApp": {
            "ip": "127.0.0.1",
            "port": port,
            "port_retries": 0,
            "root_dir": str(work),
            "open_browser": browser,
            # Containers run as root; the server listens on the loopback interface alone.
            "allow_root": True,
        },
        "IdentityProvider": {"token": token},
        "LabApp": {
            "default_url": f"/lab/tree/{TUTORIAL}",
            "news_url": None,
            "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        },
    }
    config = settings / "jupyter_server_config.json"
    config.touch(mode=0o600)
    config.write_text(json.dumps(server, indent=1))
    quiet = settings / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True, exist_ok=True)
    (quiet / "notification.jupyterlab-settings").write_text(
        json.dumps({"fetchNews": "false", "checkForUpdates": False})
    )
    workspace = settings / "lab" / "workspaces" / "default-37a8.jupyterlab-workspace"
    if not workspace.exists():
        workspace.parent.mkdir(parents=True, exist_ok=True)
        workspace.write_text(json.dumps(_FIRST_LAYOUT))


def _put_tutorial(work: Path) -> None:
    """Put the tutorial among the notebooks, unless the user has written in theirs."""
    source = Path(__file__).parent / TUTORIAL
    target, written = work / TUTORIAL, work / f".{TUTORIAL}.written"
    if target.exists():
        last = written.read_text() if written.exists() else ""
        if _written_by_hand(target) != last or _written_by_hand(source) == last:
            return
    shutil.copyfile(source, target)
    written.write_text(_written_by_hand(target))


def _written_by_hand(notebook: Path) -> str:
    """Name what a person wrote in a notebook: not its outputs, which running it changes."""
    content = notebook.read_bytes()
    try:
        cells = json.loads(content)["cells"]
        content = json.dumps(
            [[each["cell_type"], "".join(each["source"])] for each in cells]
        ).encode()
    except (ValueError, KeyError, TypeError):
        pass
    return sha256(content).hexdigest()
