"""Widgets that show Tiled nodes in a notebook cell.

A client as the last line of a cell shows one by itself; here they are to be kept in a variable,
observed and set.

>>> from tiled_jl.widgets import TreeWidget  # doctest: +SKIP
>>> tree = TreeWidget(client)  # doctest: +SKIP
>>> tree.observe(lambda change: print(change["new"]), "selection")  # doctest: +SKIP
"""

from tiled_jl.widgets.preview import PreviewWidget
from tiled_jl.widgets.tree import TreeWidget

__all__ = ["PreviewWidget", "TreeWidget"]
