"""A real Tiled server with sample data, for trying things out.

`tiled_jl.demo.server.DemoServer` starts it as a child process; ``tiled-jl demo`` adds JupyterLab.
Nothing here is needed to use Tiled, so nothing outside the command line and the tests imports this
package, and everything heavy is imported by the child process alone.
"""


class DemoError(RuntimeError):
    """The demo cannot start; the message says why and what to do."""
