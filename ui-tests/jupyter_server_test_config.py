"""The JupyterLab under test: open to the tests on loopback, and asking nothing of the internet."""

import os

from jupyterlab.galata import configure_jupyter_server

c = get_config()  # noqa: F821

configure_jupyter_server(c)
c.ServerApp.port = int(os.environ["TILED_JL_TEST_JUPYTER_PORT"])
c.ServerApp.allow_root = True
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.news_url = None
c.LabApp.collaborative = False
