"""The catalog of messages: all words of kernel and page that users read.

``python scripts/messages.py extract`` collects them in hubble_widget/locale/hubble_widget.pot.
``python scripts/messages.py compile`` makes of each language's .po what the kernel reads, its .mo, and what the page's
build takes, its .json.
``python scripts/messages.py pseudo`` writes a language that nobody speaks, xx: every letter has an accent, and every
message is longer and stands in ⟦ ⟧. So a word that is in no message shows, and so does one that has no room.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable
from contextlib import redirect_stderr
from gettext import GNUTranslations
from io import BytesIO, StringIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "hubble_widget" / "locale"
TEMPLATE = LOCALE / "hubble_widget.pot"
PSEUDO = "xx"

_KEYWORDS = {"message": None, "counted": (1, 2)}
_COMMENTS = ("Translators:",)
_OF_CATALOGS = re.compile(r"^# (?:group|teaches)(?: \w+)?: (.+)$", re.MULTILINE)
"""What the tables of galaxies say on the screen: `translated` shows it."""

_HEADER = """\
# The messages of hubble_widget, in English. Written by: python scripts/messages.py extract
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "áƀćđéƒǧĥíĵķĺḿńóƥɋŕśţúṽŵẋýžÁɃĆĐÉƑǦĤÍĴĶĹḾŃÓƤɊŔŚŢÚṼŴẊÝŽ"
)
_PLACEHOLDER = re.compile(r"(\{\w+\})")
_BRACES = re.compile(r"\{\w*\}|[{}]")
_NUMBER = "12,345.6"


def messages_of_kernel() -> Catalog:
    """Return the messages of the Python package, and what its tables of galaxies say."""
    catalog = Catalog()
    for file in sorted((ROOT / "hubble_widget").rglob("*.py")):
        _add(catalog, file, "python")
    for file in sorted((ROOT / "hubble_widget" / "data" / "catalogs").glob("*.csv")):
        for text in _OF_CATALOGS.findall(file.read_text(encoding="utf-8")):
            catalog.add(text)
    return catalog


def messages_of_page() -> Catalog:
    """Return the messages of the page's code."""
    catalog = Catalog()
    for file in sorted((ROOT / "js" / "src").rglob("*.ts")):
        _add(catalog, file, "javascript")
    return catalog


def _add(catalog: Catalog, file: Path, language: str) -> None:
    options = {"parse_template_string": True} if language == "javascript" else {}
    with redirect_stderr(StringIO()):  # babel complains of f-strings, also where these are values
        found = list(extract_from_file(language, file, keywords=_KEYWORDS, comment_tags=_COMMENTS, options=options))
    for _line, text, comments, _context in found:
        _put(catalog, text, comments)


def _put(catalog: Catalog, text: str | tuple[str, str], comments: Iterable[str]) -> None:
    """Add a message; refuse one that is a plural here and none there, for both have one name in the files."""
    known = catalog.get(text if isinstance(text, str) else text[0])
    if known is not None and known.id != text:
        raise ValueError(f"{known.id!r} and {text!r} are one message to gettext; change a word in one of them.")
    catalog.add(text, auto_comments=comments)


def template() -> str:
    """Return the template of all languages: each message once, in the order of the alphabet, without line numbers."""
    both = messages_of_kernel()
    for each in messages_of_page():
        if each.id:
            _put(both, each.id, each.auto_comments)
    for each in both:
        each.flags.clear()  # babel takes "30 % of" for a format of Python
    written = BytesIO()
    write_po(written, both, no_location=True, omit_header=True, sort_output=True, width=120)
    return _HEADER + written.getvalue().decode("utf-8")


def pseudo(text: str) -> str:
    """Return a message in the language that nobody speaks; what stands in braces stays."""
    if text == _NUMBER:
        return "12.345,6"
    parts = _PLACEHOLDER.split(text)  # texts and placeholders take turns
    accented = "".join(part if at % 2 else part.translate(_LETTERS) for at, part in enumerate(parts))
    longer = round(0.3 * sum(len(part) for part in parts[::2]))
    padding = "".join(" ~~~~" for _ in range(longer // 5)) + "~" * (longer % 5)
    return f"⟦{accented}{padding}⟧"


def write_pseudo(folder: Path = LOCALE) -> Path:
    """Write the .po of the language that nobody speaks; return its path."""
    catalog = read_po(BytesIO(template().encode("utf-8")))
    for each in catalog:
        if each.id:
            each.string = tuple(map(pseudo, each.id)) if each.pluralizable else pseudo(each.id)
    file = folder / PSEUDO / "LC_MESSAGES" / "hubble_widget.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(written, catalog, no_location=True, omit_header=True, sort_output=True, width=120)
    plurals = '"Language: en\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    file.write_text(f"{_HEADER.rstrip()}\n{plurals}{written.getvalue().decode('utf-8')}", encoding="utf-8")
    return file


def compile_languages(folder: Path = LOCALE) -> list[Path]:
    """Make what kernel and page read of each language's .po, beside it; return the paths."""
    made, of_page = [], [each for each in messages_of_page() if each.id]
    for file in sorted(folder.glob("*/LC_MESSAGES/hubble_widget.po")):
        with file.open("rb") as opened:
            catalog = read_po(opened)
        for each in catalog:
            _check(each, file)
        kernel, page = file.with_suffix(".mo"), file.with_suffix(".json")
        with kernel.open("wb") as opened:
            write_mo(opened, catalog)
        with kernel.open("rb") as opened:
            read = GNUTranslations(opened)
        language = Locale.parse(read.info().get("language") or file.parts[-3])
        messages = dict(_texts(each, read, language) for each in of_page if _is_done(catalog.get(each.id)))
        of_language = {"language": str(language).replace("_", "-"), "messages": messages}
        text = json.dumps(of_language, ensure_ascii=False, indent=1, sort_keys=True)
        page.write_text(f"{text}\n", encoding="utf-8")
        made += [kernel, page]
    return made


def _check(each: Message, file: Path) -> None:
    """Refuse a translation that would show a wrong number, or ask for a value that there is not."""
    ids, texts = ((text,) if isinstance(text, str) else tuple(text) for text in (each.id, each.string))
    known = {name for text in ids for name in _PLACEHOLDER.findall(text)}
    for text in filter(None, texts if each.id else ()):
        if unknown := {*_BRACES.findall(text)} - known:
            raise ValueError(f"{file}: {text!r} has {', '.join(sorted(unknown))}, which {ids[0]!r} has not.")
        if ids[0] == _NUMBER and not re.fullmatch(r"12\D345\D6", text):
            raise ValueError(f"{file}: write {_NUMBER} with these digits and your two signs, got {text!r}.")


def _is_done(each: Message | None) -> bool:
    """Return whether a message is translated; a message that is not is shown in English."""
    return (
        each is not None and not each.fuzzy and bool(each.string if isinstance(each.string, str) else all(each.string))
    )


def _texts(each: Message, read: GNUTranslations, language: Locale) -> tuple[str, str | dict[str, str]]:
    """Return a message's English text, and its translation; for plurals one by each name of Intl.PluralRules."""
    if not each.pluralizable:
        return each.id, read.gettext(each.id)
    counts = {language.plural_form(count): count for count in (1_000_000, *reversed(range(1000)))}
    return each.id[0], {name: read.ngettext(*each.id, count) for name, count in counts.items()}


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("extract", "compile", "pseudo"))
    parser.add_argument("--folder", type=Path, default=LOCALE, help="where the languages are")
    arguments = parser.parse_args()
    if arguments.command == "extract":
        TEMPLATE.parent.mkdir(exist_ok=True)
        TEMPLATE.write_text(template(), encoding="utf-8")
        written = [TEMPLATE]
    elif arguments.command == "pseudo":
        written = [write_pseudo(arguments.folder)]
    else:
        written = compile_languages(arguments.folder)
    for file in written:
        print(file)


if __name__ == "__main__":
    main()
