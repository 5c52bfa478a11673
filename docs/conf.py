"""Settings of the documentation's site: `make docs` builds it into docs/_build/html."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS / "_extensions"))

from front_ends import FRONT_ENDS, collect_front_ends  # noqa: E402
from notebooks import copy_examples  # noqa: E402

STATIC = DOCS / "_build" / "static"  # of files that other packages have installed; never in git
copy_examples(DOCS.parent / "examples", DOCS / "examples")
collect_front_ends(STATIC / "widgets")

project = "hubble_widget"
author = copyright = "the hubble_widget contributors"
version = release = metadata.version("hubble_widget")

extensions = ["myst_nb", "numpydoc", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "members"]
exclude_patterns = ["_build", "_extensions", "_templates"]
templates_path = ["_templates"]
nitpicky = True

# Markdown and notebooks. The notebooks are stored without the state of their widgets, so each is run for the site.
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 600
nb_merge_streams = True
nb_output_stderr = "remove"  # such as a cluster's messages at its end
nb_ipywidgets_js = FRONT_ENDS

# The reference. A docstring says what a type is; the names of its own that it puts between backticks become links.
default_role = "autolink"
autosummary_generate = True
autodoc_typehints = "none"
autodoc_member_order = "bysource"
toc_object_entries_show_parents = "hide"
numpydoc_show_class_members = False
nitpick_ignore_regex = [
    ("py:obj", r"hubble_widget\.\w+\..*"),  # modules that docstrings point developers to
    ("py:obj", r"[a-z]\w*"),  # fields of a class: they stand in its section Attributes
]

html_theme = "pydata_sphinx_theme"
html_title = "hubble_widget"
html_favicon = "_static/favicon.svg"
html_static_path = ["_static", str(STATIC)]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_context = {"default_mode": "auto"}  # the theme is that of the reader's system, until the reader chooses
# What a page can do without leaves its room to the plots: the list of its section, and that of its headings.
LONG_PAGES = (
    "reading-your-data",
    "teaching",
    "how-to/class",
    "reference/**",
    "front-ends",
    "troubleshooting",
    "development",
    "adr/*",
)
html_sidebars = dict.fromkeys(
    (
        "index",
        "getting-started",
        "examples/lesson",
        "teaching",
        "front-ends",
        "troubleshooting",
        "development",
        "changelog",
    ),
    (),
)
html_theme_options = {
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "secondary_sidebar_items": {page: ["page-toc"] for page in LONG_PAGES},
    "footer_start": ["copyright"],
    "footer_end": ["theme-version"],
}
