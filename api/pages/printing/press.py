"""The press: templates, words and static files, made ready once and used for every page."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol

from jinja2 import PackageLoader, StrictUndefined
from jinja2.ext import InternationalizationExtension
from markupsafe import Markup

from api.pages.editions.edition import Edition, edition
from api.pages.editions.frame import MENU, Frame, others
from api.pages.editions.phrases import LANGUAGES, NATIVE_NAMES, capitalised
from api.pages.printing.translation import Translated
from graph.aggregates.release import Aggregates
from graph.aggregates.tables import Tables
from graph.index.index import Index
from graph.things.reading import Reading

LESS_THAN = "\\u003c"
"""How JSON in a page writes the character that could end its element."""

MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


class Page(Protocol):
    """Anything that a template can show."""

    @property
    def frame(self) -> Frame:
        """What surrounds the page."""
        ...


@dataclass(frozen=True)
class StaticFile:
    """A file that never changes under its name, which holds the hash of its content."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Press:
    """What pages are made with, for one release."""

    editions: dict[str, Edition]
    environments: dict[str, Translated]
    static: dict[str, StaticFile]
    """By the name with the hash."""

    tables: Tables
    """What is computed over the whole release."""

    def html(self, edition: Edition, template: str, page: Page, statements: bytes = b"") -> str:
        """A page in the edition's language. A template that lacks a value is an error.

        With the `statements` about its thing as JSON-LD, the page also says them to machines.
        """
        environment, frame = self.environments[edition.language], page.frame.of(edition.moment)
        embedded = Markup(statements.decode().replace("<", LESS_THAN)) if statements else ""  # noqa: S704
        return environment.get_template(template).render(
            page=page,
            edition=edition,
            frame=frame,
            statements=embedded,
            main_menu=self._menu(edition.language, edition.asked, frame.menu, frame.path == f"/{frame.menu}"),
            foot=self._foot(edition.language, edition.asked),
        )

    @cached_property
    def _menu(self) -> Callable[[str, str, str, bool], Markup]:
        """The main menu in a language, of a moment, with the entry that a page belongs to, or is."""

        def menu(language: str, asked: str, entry: str, is_entry: bool) -> Markup:  # noqa: FBT001 - for lru_cache
            return self._shown(language, "_menu.html", asked=asked, entry=entry, is_entry=is_entry)

        return lru_cache(4 * len(LANGUAGES) * (len(MENU) + 1))(menu)

    @cached_property
    def _foot(self) -> Callable[[str, str], Markup]:
        """The foot of every page in a language, of a moment."""
        return lru_cache(4 * len(LANGUAGES))(
            lambda language, asked: self._shown(language, "_footer.html", asked=asked)
        )

    def _shown(self, language: str, template: str, **said: object) -> Markup:
        """A part of a page that is the same on many."""
        edition = self.editions[language]
        part = self.environments[language].get_template(template).render(edition=edition, **said)
        return Markup(part)  # noqa: S704 - it is what a template of ours shows


def press(index: Index, tables: Tables | None = None) -> Press:
    """Read the templates, words and static files for a release, whose `tables` another process may make."""
    reading = Reading(index, Aggregates(index, tables))
    editions = {language: edition(reading, language) for language in LANGUAGES}
    static = {each.name: each for each in map(_static_file, _static_paths())}
    named = {_plain(each.name): f"/static/{each.name}" for each in static.values()}
    environments = {language: _environment(each, named.__getitem__) for language, each in editions.items()}
    return Press(editions, environments, static, reading.aggregates.tables)


def _environment(edition: Edition, static: Callable[[str], str]) -> Translated:
    translations = edition.phrases.translations
    environment = Translated(
        translations,
        loader=PackageLoader("api"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[InternationalizationExtension],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    environment.filters["capitalised"] = capitalised
    environment.globals.update(
        static=static,
        menu=MENU,
        languages=LANGUAGES,
        native_names=NATIVE_NAMES,
        others=partial(others, edition.language),
    )
    return environment


def _static_paths() -> list[Traversable]:
    found = (each for each in (files("api") / "static").iterdir() if _extension(each.name) in MEDIA_TYPES)
    return sorted(found, key=lambda each: each.name)


def _static_file(path: Traversable) -> StaticFile:
    content = path.read_bytes()
    stem, _, extension = path.name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:12]
    return StaticFile(f"{stem}.{digest}.{extension}", MEDIA_TYPES[extension], content)


def _plain(name: str) -> str:
    stem, _, extension = name.split(".")
    return f"{stem}.{extension}"


def _extension(name: str) -> str:
    return name.rpartition(".")[2]
