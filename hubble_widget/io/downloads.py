"""Download of tables from an address that the user gives."""

from __future__ import annotations

import re
from http.client import HTTPMessage
from threading import Thread
from time import monotonic
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

MAX_DOWNLOAD = 200_000_000
"""Largest size of a download, in bytes."""

MAX_SECONDS = 60.0
"""Longest time for a whole download."""

MAX_REDIRECTS = 5
MAX_SILENCE = 15.0
"""Longest time in which no data arrive, in seconds."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_PAGES = (
    (re.compile(r"https?://(?:www\.)?github\.com/([^/]+/[^/]+)/(?:blob|tree)/(.+?)(?:[?#].*)?"),
     r"https://raw.githubusercontent.com/\1/\2"),
    (re.compile(r"(https?://gist\.github\.com/[^/]+/[0-9a-f]+)/?(?:[?#].*)?"), r"\1/raw"),
    (re.compile(r"(https?://[^/]+/.+)/-/blob/(.+)"), r"\1/-/raw/\2"),
    (re.compile(r"(https?://docs\.google\.com/spreadsheets/d/[^/]+)/(?:edit|view)?(?:[?#].*?gid=(\d+).*)"),
     r"\1/export?format=csv&gid=\2"),
    (re.compile(r"(https?://docs\.google\.com/spreadsheets/d/[^/]+)(?:/(?:edit|view)?(?:[?#].*)?)?"),
     r"\1/export?format=csv"),
    (re.compile(r"(https?://www\.dropbox\.com/[^?]+\?(?:.*&)?)dl=0(.*)"), r"\1dl=1\2"),
    (re.compile(r"https?://drive\.google\.com/file/d/([^/]+)(?:/.*)?"), r"https://drive.google.com/uc?export=download&id=\1"),
)  # fmt: skip
"""Patterns of web pages that show a file, and the address of the file itself."""


def is_address(text: str) -> bool:
    """Return whether a text is an address of any kind, such as ftp://, and not the name of a file."""
    return _ADDRESS.match(text) is not None


def name_of(address: str) -> str:
    """Return the last part of an address's path."""
    return urlsplit(address).path.rstrip("/").rpartition("/")[2] or urlsplit(address).netloc


def download(address: str) -> bytes:
    """Return the content at an http(s) address.

    Raises
    ------
    ValueError
        If the address is of another kind or is known to be a web page, or if the server answers with no data, with too
        many data, or too slowly.
    """
    if not address.lower().startswith(("http://", "https://")):
        raise ValueError(
            f"{address!r} cannot be read; only addresses with http:// or https:// can. Download the file first."
        )
    for page, raw in _PAGES:
        if match := page.fullmatch(address):
            raise ValueError(
                f"{address!r} is a web page that shows the data; the data themselves are at {match.expand(raw)}"
            )
    outcome: list[bytes | Exception] = []

    def work() -> None:
        try:
            outcome.append(_answer(address))
        except Exception as error:  # the user's thread raises it
            outcome.append(error)

    # Another thread waits: a server that sends one byte of its header every few seconds would block this one for ever.
    thread = Thread(target=work, name="hubble_widget: download", daemon=True)
    thread.start()
    thread.join(MAX_SECONDS)
    result = outcome[0] if outcome else TimeoutError()
    if isinstance(result, bytes):
        return result
    if isinstance(result, HTTPError):
        result.close()
    raise ValueError(f"{address!r} could not be read: {_reason(result)}.") from result


def _answer(address: str) -> bytes:
    deadline = monotonic() + MAX_SECONDS
    request = Request(quote(address, safe="%/:=&?~#+!$,;'@()*[]"), headers={"User-Agent": "hubble_widget"})
    with _opener().open(request, timeout=MAX_SILENCE) as response:
        if int(response.headers.get("Content-Length") or 0) > MAX_DOWNLOAD:
            raise _TooLargeError
        content = bytearray()
        while part := response.read1(1 << 16):
            content += part
            if len(content) > MAX_DOWNLOAD:
                raise _TooLargeError
            if monotonic() > deadline:
                raise TimeoutError
        if response.length:
            raise _BrokenError
    return bytes(content)


def _opener() -> OpenerDirector:
    return build_opener(_Redirects)


class _Redirects(HTTPRedirectHandler):
    """Follows a few redirections, only to http(s) addresses, and so never to a file of the user."""

    max_redirections = MAX_REDIRECTS

    def redirect_request(  # noqa: PLR0917  # the signature of the standard library
        self,
        request: Request,
        answer: IO[bytes],
        code: int,
        message: str,
        headers: HTTPMessage,
        to: str,
    ) -> Request | None:
        if not to.lower().startswith(("http://", "https://")):
            answer.close()
            raise _RedirectError(f"it redirects to {to!r}, which is not an http address")
        return super().redirect_request(request, answer, code, message, headers, to)


class _RedirectError(Exception):
    """A redirection to an address of another kind."""


class _TooLargeError(Exception):
    """More bytes than the limit."""


class _BrokenError(Exception):
    """Fewer bytes than the server announced."""


def _reason(error: Any) -> str:
    """Return why the download failed, in words."""
    otherwise = "download the file by other means and pass its path"
    if isinstance(error, URLError) and isinstance(error.reason, TimeoutError):
        error = error.reason
    match error:
        case TimeoutError():
            words = (
                f"it took longer than {MAX_SECONDS:.0f} seconds, or no data arrived for {MAX_SILENCE:.0f} seconds; "
                f"{otherwise}"
            )
        case _TooLargeError():
            words = f"it has more than {MAX_DOWNLOAD // 1_000_000:,} MB; {otherwise}"
        case _RedirectError():
            words = f"{error}; {otherwise}"
        case _BrokenError():
            words = "the connection broke before all data had arrived; try again"
        case HTTPError() if "redirect" in str(error.reason):
            words = f"it redirects more than {MAX_REDIRECTS} times, or in a circle; {otherwise}"
        case HTTPError():
            hint = " (does it need a login?)" if error.code in {401, 403} else ""
            words = f"the server answers {error.code} {error.reason}{hint}; open the address in a browser"
        case URLError():
            words = f"there is no connection ({error.reason}); open the address in a browser"
        case _:
            words = f"{type(error).__name__}: {error}"
    return words
