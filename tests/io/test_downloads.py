"""Tables at an address: read from a server on loopback, within limits, or refused in words."""

from __future__ import annotations

import gzip
import io
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest
from astropy.table import Table

import hubble_widget as hw
from hubble_widget.io import downloads
from tests.io.test_file_cases import EDD, HEADER, IPAC, PAGE, ROWS, is_right, workbook

TEXT = b"d,v\n10,700\n20,1500\n40,2800\n"
FRAME = pd.DataFrame({"d": [10.0, 20.0, 40.0], "v": [700.0, 1500.0, 2800.0]})


def packed(kind: str) -> bytes:
    content = io.BytesIO()
    if kind == "parquet":
        FRAME.to_parquet(content)
    else:
        Table.from_pandas(FRAME).write(content, format=kind)
    return content.getvalue()


ANSWERS = {
    "/galaxies.csv": TEXT,
    "/galaxies.csv.gz": gzip.compress(TEXT),
    "/galaxies": gzip.compress(TEXT),
    "/query.php?format=csv&id=1": TEXT,
    "/tables/galaxies.tbl": IPAC.encode(),
    "/edd.txt": EDD.replace("\n", "\r\n").encode("utf-8-sig"),
    "/galaxies.json": FRAME.to_json(orient="records").encode(),
    "/galaxies.xlsx": workbook({"Sheet1": [HEADER, *ROWS]}),
    "/galaxies.fits": packed("fits"),
    "/galaxies.vot": packed("votable"),
    "/galaxies.parquet": packed("parquet"),
    "/with%20blank/%C3%A9.csv": TEXT,
    "/page.csv": PAGE.encode(),
    "/zeros.csv": b"d,v\n" + bytes(100),
    "/large.csv": b"1,2\n" * 1000,
}


class Server(BaseHTTPRequestHandler):
    """Answers as well as servers do, and worse."""

    stop: ClassVar = threading.Event()
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path in ANSWERS:
            self.answer(ANSWERS[self.path])
        elif self.path.startswith("/redirect/"):
            count = int(self.path.rpartition("/")[2])
            self.redirect(f"/redirect/{count - 1}" if count > 1 else "/galaxies.csv")
        elif self.path.startswith("/to/"):
            self.redirect(self.path.removeprefix("/to/"))
        else:
            answers = {
                "/circle": lambda: self.redirect("/circle"),
                "/login.csv": lambda: self.send_error(403, "Forbidden"),
                "/cut.csv": lambda: self.answer(TEXT, length=1000),
                "/endless.csv": lambda: self.trickle(b"1,2\n" * 1000, pause=0),
                "/slow.csv": lambda: self.trickle(b"1", pause=0.05),
                "/slow_header.csv": self.trickle_header,
                "/silent.csv": lambda: self.stop.wait(30),
            }
            answers.get(self.path, lambda: self.send_error(404, "Not Found"))()

    def answer(self, content: bytes, length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)

    def redirect(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", to)
        self.end_headers()

    def trickle(self, part: bytes, pause: float) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.stop.wait(pause):
            self.wfile.write(part)

    def trickle_header(self) -> None:
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
        while not self.stop.wait(0.05):
            self.wfile.write(b"x")

    def log_message(self, *_: object) -> None:
        """Keep the test's output free of it."""


class Quiet(ThreadingHTTPServer):
    """Says nothing of clients that have gone: that they go is what is tested."""

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    Server.stop.clear()
    with Quiet(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        Server.stop.set()
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.mark.parametrize("path", [*ANSWERS][: [*ANSWERS].index("/with%20blank/%C3%A9.csv")])
def test_every_kind_of_file_is_read(address: str, path: str) -> None:
    data = hw.as_dataset(f"{address}{path}")
    assert is_right(data)
    assert data.title == path.rpartition("/")[2].partition(".")[0]


@pytest.mark.parametrize("path", ["/with blank/é.csv", "/with%20blank/%C3%A9.csv"])
def test_an_address_as_people_write_it(address: str, path: str) -> None:
    assert is_right(hw.as_dataset(f"{address.upper().replace('HTTP', 'Http')}{path}"))


def test_redirections_are_followed_a_few_times(address: str) -> None:
    assert is_right(hw.as_dataset(f"{address}/redirect/{downloads.MAX_REDIRECTS}"))
    for path in (f"/redirect/{downloads.MAX_REDIRECTS + 1}", "/circle"):
        with pytest.raises(ValueError, match="it redirects more than 5 times, or in a circle"):
            hw.as_dataset(f"{address}{path}")


@pytest.mark.parametrize("to", ["file:///etc/hostname", "ftp://127.0.0.1/galaxies.csv", "data:text/csv,1"])
def test_no_redirection_leads_elsewhere(address: str, tmp_path: Path, to: str) -> None:
    with pytest.raises(
        ValueError, match=r"redirects to 'ftp:.* not an http address|Redirection to url '(file|data):.* not allowed"
    ):
        hw.as_dataset(f"{address}/to/{to}")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/nothing.csv", r"the server answers 404 Not Found; open the address in a browser\.$"),
        ("/login.csv", r"the server answers 403 Forbidden \(does it need a login\?\)"),
        ("/cut.csv", "the connection broke before all data had arrived"),
        ("/page.csv", "'page.csv' could not be read as .csv: this is a web page, not the data .* button Raw"),
        ("/zeros.csv", "'zeros.csv' could not be read as .csv: line 2 holds a zero byte"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(address: str, path: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        hw.as_dataset(f"{address}{path}")


def test_no_server_and_no_host() -> None:
    with pytest.raises(ValueError, match=r"'http://127\.0\.0\.1:9/a\.csv' could not be read: there is no connection"):
        hw.as_dataset("http://127.0.0.1:9/a.csv")
    for address in ("http:///a.csv", "http://[::1/a.csv", "http://127.0.0.1:x/a.csv", "https://\x00/a b"):
        with pytest.raises(ValueError, match=r"could not be read|Invalid IPv6"):
            hw.as_dataset(address)


@pytest.mark.parametrize("path", ["/large.csv", "/endless.csv"])
def test_the_size_is_limited(address: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MAX_DOWNLOAD", 3000)
    with pytest.raises(ValueError, match="it has more than 0 MB; download the file by other means and pass its path"):
        hw.as_dataset(f"{address}{path}")


@pytest.mark.parametrize("path", ["/slow.csv", "/slow_header.csv", "/silent.csv"])
def test_the_time_is_limited(address: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MAX_SECONDS", 0.3)
    began = monotonic()
    with pytest.raises(ValueError, match=r"it took longer than 0 seconds, or no data arrived for 15 seconds; download"):
        hw.as_dataset(f"{address}{path}")
    assert monotonic() - began < 10
    monkeypatch.setattr(downloads, "MAX_SECONDS", 20.0)
    monkeypatch.setattr(downloads, "MAX_SILENCE", 0.2)
    if path == "/silent.csv":
        with pytest.raises(ValueError, match="no data arrived for 0"):
            hw.as_dataset(f"{address}{path}")
        assert monotonic() - began < 10


@pytest.mark.parametrize(
    ("page", "raw"),
    [
        ("https://github.com/a/b/blob/main/data/x y.csv", "https://raw.githubusercontent.com/a/b/main/data/x y.csv"),
        ("https://github.com/a/b/blob/main/x.csv?plain=1#L3", "https://raw.githubusercontent.com/a/b/main/x.csv"),
        ("https://gitlab.com/a/b/-/blob/main/x.csv", "https://gitlab.com/a/b/-/raw/main/x.csv"),
        ("https://gist.github.com/a/0123abcd", "https://gist.github.com/a/0123abcd/raw"),
        (
            "https://docs.google.com/spreadsheets/d/1Ab-c/edit?usp=sharing",
            "https://docs.google.com/spreadsheets/d/1Ab-c/export?format=csv",
        ),
        (
            "https://docs.google.com/spreadsheets/d/1Ab-c/edit#gid=77",
            "https://docs.google.com/spreadsheets/d/1Ab-c/export?format=csv&gid=77",
        ),
        ("https://www.dropbox.com/s/abc/x.csv?dl=0", "https://www.dropbox.com/s/abc/x.csv?dl=1"),
        ("https://drive.google.com/file/d/1Ab/view", "https://drive.google.com/uc?export=download&id=1Ab"),
    ],
)
def test_pages_that_show_a_file_are_not_asked(page: str, raw: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "_answer", lambda _: TEXT)
    with pytest.raises(
        ValueError, match=f"a web page that shows the data; the data themselves are at {re.escape(raw)}$"
    ):
        hw.as_dataset(page)
    assert is_right(hw.as_dataset(raw))


@pytest.mark.parametrize("address", ["ftp://host/a.csv", "file:///etc/passwd", "s3://bucket/a.csv", "gs://b/a.parquet"])
def test_addresses_of_other_kinds_are_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"only addresses with http:// or https:// can\. Download the file first\."):
        hw.as_dataset(address)


def test_nothing_is_asked_that_nobody_wrote(address: str, tmp_path: Path) -> None:
    """An address within a file, or in a cell, is text."""
    before = len(Server.asked)
    path = tmp_path / "a.csv"
    path.write_text(f"name,d,v\n{address}/a,10,700\n{address}/b,20,1500\n{address}/c,40,2800\n")
    assert is_right(hw.as_dataset(path))
    assert hw.as_dataset(pd.read_csv(path)).names[0] == f"{address}/a"
    assert len(Server.asked) == before
    np.testing.assert_array_equal(hw.as_dataset(f"{address}/galaxies.csv").distance, [10, 20, 40])
    assert len(Server.asked) == before + 1
