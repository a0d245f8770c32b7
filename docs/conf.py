"""How Sphinx builds the documentation: ``make docs``."""

from importlib.metadata import version as installed

project = "tiled_jl"
author = "The tiled_jl developers"
copyright = author  # noqa: A001
version = release = installed("tiled-jl")

extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc", "sphinx.ext.autosummary"]
exclude_patterns = ["_build"]
templates_path = ["_templates"]
html_theme = "furo"
html_title = "tiled_jl"
html_static_path = ["_static"]

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

autosummary_generate = True
autodoc_member_order = "bysource"
autodoc_typehints = "none"
autodoc_class_signature = "separated"
numpydoc_show_class_members = False
numpydoc_xref_param_type = False

# Single backquotes name things of ours, and otherwise mean code.
default_role = "py:obj"
