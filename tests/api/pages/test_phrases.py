"""Every word of the interface has its Swedish, and says the same."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from api.pages.editions.phrases import LANGUAGES, alphabetical, phrases
from graph.assets import ontology

API = ontology("nodverk.ttl").parent.parent / "api"  # type: ignore[attr-defined]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")


def used() -> Iterator[tuple[str, ...]]:
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    for _, _, said, _, _ in extract_from_dir(API, method_map=methods):
        yield said if isinstance(said, tuple) else (said,)


@pytest.fixture(scope="module")
def swedish() -> Catalog:
    return read_po(BytesIO((API / "locale" / "sv.po").read_bytes()), locale="sv")


def forms(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    said = message.id if isinstance(message.id, tuple) else (message.id,)
    meant = message.string if isinstance(message.string, tuple) else (message.string,)
    return said, meant


def test_everything_that_is_said_has_a_swedish_string_and_nothing_else_has(swedish: Catalog) -> None:
    translated = {forms(message)[0] for message in swedish if message.id}

    assert set(used()) == translated


def test_each_string_is_whole_and_keeps_its_placeholders(swedish: Catalog) -> None:
    for message in (each for each in swedish if each.id):
        said, meant = forms(message)

        assert len(meant) == len(said)
        assert all(meant), said
        assert not message.fuzzy, said
        for text in meant:
            wanted = {name for form in said for name in PLACEHOLDER.findall(form)}
            assert set(PLACEHOLDER.findall(text)) == wanted, said


def test_a_count_takes_its_plural_in_each_language() -> None:
    counted = [phrases(each).ngettext("%(num)s row", "%(num)s rows", 2) for each in LANGUAGES]

    assert counted == ["2 rader", "2 rows"]


def test_the_swedish_alphabet_ends_with_its_own_letters() -> None:
    names = ["Örebro", "Ängelholm", "Åre", "Zinkgruvan", "Édith", "Lund"]

    assert sorted(names, key=lambda name: alphabetical(name, "sv")) == [
        "Édith",
        "Lund",
        "Zinkgruvan",
        "Åre",
        "Ängelholm",
        "Örebro",
    ]
    assert max(["Örebro", "Oslo", "Zeta"], key=lambda name: alphabetical(name, "en")) == "Zeta"
