"""The catalog of messages: it is complete, and no word that users read is missing in it."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from hubble_widget.messages import counted, message
from tests.abroad import PACKAGE, ROOT, copy_package, messages_script, words_outside

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Return scripts/messages.py."""
    return messages_script()


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield all calls of `message` and `counted`, and where they stand."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("message", "counted")
            ):
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def texts_of(call: ast.Call) -> list[str]:
    """Return the texts of a call; only those that stand in the code."""
    texts = call.args[:2] if getattr(call.func, "id", "") == "counted" else call.args[:1]
    return [each.value for each in texts if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def test_the_template_has_all_messages(script: ModuleType) -> None:
    written = script.TEMPLATE.read_text(encoding="utf-8")
    assert written == script.template(), "run: python scripts/messages.py extract"


def test_each_message_stands_in_the_code() -> None:
    for place, call in calls():
        wanted = 2 if getattr(call.func, "id", "") == "counted" else 1
        assert len(texts_of(call)) == wanted, f"{place}: no variable, f-string or choice can be collected"
        assert len(call.args) == (3 if wanted == 2 else 1), place


def test_the_template_lacks_no_message_of_the_code(script: ModuleType) -> None:
    known = {
        text for each in script.messages_of_kernel() for text in ([each.id] if isinstance(each.id, str) else each.id)
    }
    for place, call in calls():
        for text in texts_of(call):
            assert text in known, f"{place}: babel does not see it; it may stand within an f-string"


def test_each_placeholder_is_given_and_no_other() -> None:
    for place, call in calls():
        names = set(PLACEHOLDER.findall(" ".join(texts_of(call))))
        given = {keyword.arg for keyword in call.keywords}
        implied = {"count"} if getattr(call.func, "id", "") == "counted" else set()
        if None in given:  # **values: a name must be a key somewhere in that file
            file = (ROOT / place.partition(":")[0]).read_text(encoding="utf-8")
            given |= {name for name in names if f'"{name}"' in file}
            assert not names - given - implied, place
        else:
            assert names - implied == given - implied, place


def test_a_message_has_no_other_braces() -> None:
    for place, call in calls():
        for text in texts_of(call):
            assert not set(PLACEHOLDER.sub("", text)) & set("{}"), place


def test_numbers_and_plurals() -> None:
    assert counted("{count} iteration", "{count} iterations", 1) == "1 iteration"
    assert counted("{count} iteration", "{count} iterations", 12000) == "12,000 iterations"
    assert message("after {count}", count="{x}") == "after {x}"


def test_an_unfinished_language_shows_english_for_what_it_lacks(script: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "cs" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: cs\\n"\n'
    plurals = '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2);\\n"\n\n'
    text = 'msgid "{count} iteration"\nmsgid_plural "{count} iterations"\n'
    forms = 'msgstr[0] "{count} iterace"\nmsgstr[1] "{count} iterace"\nmsgstr[2] "{count} iterací"\n'
    (folder / "hubble_widget.po").write_text(f"{header}{plurals}{text}{forms}", encoding="utf-8")
    script.compile_languages(tmp_path)
    page = json.loads((folder / "hubble_widget.json").read_text(encoding="utf-8"))
    assert page["language"] == "cs"
    few = {"one": "{count} iterace", "few": "{count} iterace", "other": "{count} iterací"}
    assert page["messages"] == {"{count} iteration": few}


@pytest.mark.parametrize(
    ("text", "done", "fault"),
    [
        ("12,345.6", "12345,6", r"write 12,345\.6 with these digits and your two signs, got '12345,6'"),
        ("{count} galaxies", "{cuont} Galaxien", r"has \{cuont\}, which '\{count\} galaxies' has not"),
        ("{count} galaxies", "{count Galaxien", r"has \{, which"),
    ],
)
def test_a_translation_that_would_show_wrong_values_is_refused(
    script: ModuleType, tmp_path: Path, text: str, done: str, fault: str
) -> None:
    file = tmp_path / "de" / "LC_MESSAGES" / "hubble_widget.po"
    file.parent.mkdir(parents=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    file.write_text(f'{header}msgid "{text}"\nmsgstr "{done}"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        script.compile_languages(tmp_path)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return what the kernel says in the language that nobody speaks."""
    folder = tmp_path_factory.mktemp("pseudo")
    environment = copy_package(folder)
    ended = subprocess.run(
        [sys.executable, Path(__file__).with_name("pseudo_words.py")],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert ended.returncode == 0, ended.stderr
    texts: list[str] = json.loads(ended.stdout)
    return texts


def test_no_word_is_missing(said: list[str]) -> None:
    missing = {words_outside(text): text for text in said if words_outside(text)}
    assert not missing
    assert len(said) > 500


def test_numbers_are_written_as_in_the_language(said: list[str]) -> None:
    assert "1234,50 ± 0,50" in said
    assert "1.234.567" in said
    pictures_apart = [re.sub(r"<img[^>]*>|style=\"[^\"]*\"", "", text) for text in said]
    assert not [text for text in pictures_apart if re.search(r"\d\.\d\d(?!\d)", text)]


def test_a_language_that_is_not_there_is_an_error_that_says_so() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "import hubble_widget.messages"],
        env={**os.environ, "HUBBLE_WIDGET_LANGUAGE": "tlh"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert (
        "names no language of hubble_widget: 'tlh'. Unset it for English; others that are there: none." in ended.stderr
    )
