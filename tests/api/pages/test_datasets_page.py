"""The page of the datasets: what there is to have, how large it is and where it is from."""

import pytest

from api.pages.printing.press import press
from api.pages.service.datasets import size_of
from graph.index.index import Index
from tests.api.running import Server, wait_until

LANGUAGES = ("sv", "en")


@pytest.fixture(scope="module")
def pages(server: Server) -> dict[str, str]:
    """The page in each language, when all files were made that it lists."""

    def page(language: str) -> str:
        answer = server.client.get(f"{language}/datasets")
        return answer.text if "no-store" not in answer.headers["Cache-Control"] else ""

    wait_until(lambda: all(page(language) for language in LANGUAGES), 90)
    return {language: page(language) for language in LANGUAGES}


@pytest.mark.parametrize(
    ("octets", "sv", "en"),
    [
        (0, "0\u00a0B", "0\u00a0B"),
        (999, "999\u00a0B", "999\u00a0B"),
        (1000, "1\u00a0kB", "1\u00a0kB"),
        (1_449_000, "1,4\u00a0MB", "1.4\u00a0MB"),
        (123_400_000, "123\u00a0MB", "123\u00a0MB"),
        (5_000_000_000_000_000, "5\u00a0000\u00a0TB", "5,000\u00a0TB"),
    ],
)
def test_sizes_are_as_people_read_them(octets: int, sv: str, en: str, shipped: Index) -> None:
    editions = press(shipped).editions

    assert (size_of(editions["sv"], octets), size_of(editions["en"], octets)) == (sv, en)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_the_release_is_listed_with_its_size_and_checksum(
    language: str, pages: dict[str, str], server: Server, shipped: Index
) -> None:
    page = pages[language]
    sources = [shipped.iris.source(version.graph) for version in shipped.release.graphs]

    assert len(sources) > 10
    for source in [*sources, "nodverk"]:
        for syntax in ("nq", "ttl"):
            assert f'href="/dumps/{source}-1.{syntax}.gz"' in page
            assert f'href="/dumps/{source}-1.{syntax}.gz.sha256"' in page
    whole = server.client.get("dumps/nodverk-1.nq.gz.sha256").text.split()[0]
    assert f'<code class="digest">{whole}</code>' in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", ("Hela datamängden", "Centralitet", "Plan för AI Swedens södra nod 2025–2026", "Utgivare")),
        ("en", ("The whole dataset", "Centrality", "Description for tools", "Publisher")),
    ],
)
def test_graphs_have_names_in_the_readers_language(
    language: str, words: tuple[str, ...], pages: dict[str, str]
) -> None:
    assert [word for word in words if word not in pages[language]] == []


def test_a_mailbox_is_shown_only_where_one_was_set(pages: dict[str, str]) -> None:
    assert "mailto:" not in pages["sv"]


def test_whoever_reads_pages_is_led_from_the_well_known_address_to_this_one(server: Server) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

    for path in (".well-known/void", "void"):
        page = server.client.get(path, headers=browser)
        data = server.client.get(path)

        assert (page.status_code, page.headers["Location"]) == (303, "/sv/datasets")
        assert (data.status_code, data.headers["Location"]) == (302, "/data/graph/void")
        assert "Accept" in data.headers["Vary"]
