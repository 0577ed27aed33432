"""The words of the interface, in the languages that the pages are written in.

The English text is the key. Swedish stands in `locale/sv.po`, which is read once
when the site starts and compiled in memory, so that there is nothing to build.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("sv", "en")
NATIVE_NAMES = {"sv": "Svenska", "en": "English"}
WRITTEN_IN = "en"
"""The language of the texts in code and templates."""


MOST_FOUND = 1024
"""Phrases that are kept where they were looked up: more than pages have."""

LAST_LETTERS = {"sv": str.maketrans("åäö", "{|}"), "en": str.maketrans({})}
"""Letters with a place of their own after z, as characters that come there."""


@dataclass(frozen=True)
class Phrases:
    """The interface's words in one language."""

    language: str
    translations: NullTranslations

    def gettext(self, text: str, **values: str | int) -> str:
        """The phrase in this language, its `%(name)s` filled in."""
        found = self._found(text)
        return found % values if values else found

    @cached_property
    def _found(self) -> Callable[[str], str]:
        return lru_cache(MOST_FOUND)(self.translations.gettext)

    def ngettext(self, one: str, many: str, num: int, **values: str | int) -> str:
        """The phrase for a count, which it may mention as `%(num)s`."""
        return self.translations.ngettext(one, many, num) % {"num": num, **values}


def alphabetical(text: str, language: str) -> str:
    """What to sort a name by: å, ä and ö end the Swedish alphabet, other accents make no difference."""
    if text.isascii():
        return text.casefold()
    ordered = unicodedata.normalize("NFC", text).casefold().translate(LAST_LETTERS[language])
    if ordered.isascii():
        return ordered
    return "".join(each for each in unicodedata.normalize("NFD", ordered) if not unicodedata.combining(each))


def capitalised(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


@cache
def phrases(language: str) -> Phrases:
    """The words of one of `LANGUAGES`, read from its catalogue.

    They are read once: to compile them takes longer than all else that a web process begins with.
    """
    if language == WRITTEN_IN:
        return Phrases(language, NullTranslations())
    catalogue = files("api") / "locale" / f"{language}.po"
    compiled = BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Phrases(language, GNUTranslations(compiled))
