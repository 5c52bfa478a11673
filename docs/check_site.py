"""Check the site that was built: every link inside it leads somewhere, and no page loads anything from elsewhere."""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "video": "src"}
"""What a browser fetches by itself; an ``<a>`` waits for a click."""


class Page(HTMLParser):
    """The names in a page that a link may point to, its links, and what it loads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.names = {""}
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one element names, links to and loads."""
        given = dict(attrs)
        self.names.update(value for key in ("id", "name") if (value := given.get(key)))
        if tag == "a":
            self.links.append(given.get("href") or "")
        address = given.get(LOADED.get(tag, ""))
        if address:
            self.loaded.append(address)


def problems(site: Path) -> list[str]:
    """Return one line for each address that is missing, or is loaded from outside."""
    paths = sorted(path for path in site.rglob("*.html") if "_static" not in path.parts)  # which holds the theme's own
    pages = {path: Page(path) for path in paths}
    found = []
    for path, page in pages.items():
        for address in (*page.links, *page.loaded):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                if address in page.loaded and parts.scheme != "data":
                    found.append(f"{path.relative_to(site)} loads {address}")
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            is_there = target.is_file() if target not in pages else unquote(parts.fragment) in pages[target].names
            if not is_there:
                found.append(f"{path.relative_to(site)} points to {address}, which is not there")
    return found


def main() -> None:
    """Print what is wrong with the site in a folder, and exit with 1 if anything is."""
    found = problems(Path(sys.argv[1]).resolve())
    print("\n".join(found) or "Every link inside the site leads somewhere, and no page loads anything from elsewhere.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
