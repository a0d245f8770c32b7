"""Widgets that show Tiled nodes in a notebook cell.

A client as the last line of a cell shows one by itself; here they are to be kept in a variable,
observed and set.

>>> from tiled_jl.widgets import TreeWidget
>>> tree = TreeWidget(client)
>>> tree.observe(lambda change: print(change["new"]), "selection")
>>> tree.selection = ["examples"]
('examples',)
>>> tree.close()
"""

from tiled_jl.widgets.browser import Browser
from tiled_jl.widgets.login import LoginWidget
from tiled_jl.widgets.metadata import MetadataEditor
from tiled_jl.widgets.preview import PreviewWidget
from tiled_jl.widgets.tree import TreeWidget

__all__ = ["Browser", "LoginWidget", "MetadataEditor", "PreviewWidget", "TreeWidget"]
