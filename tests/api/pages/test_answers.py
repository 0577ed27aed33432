"""How pages go out: their headers, the way in, what is static, and what goes wrong."""

import gzip
import re

import pytest
from asked_site import Site
from page_text import read

from api.http.language import preferred

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize(
    "path", ["/sv/", "/en/org/vinnova", "/sv/sparql", "/sv/org/nobody", "/", "/sv/nothing"]
)
def test_everything_forbids_what_pages_do_not_need(site: Site, path: str) -> None:
    headers = site.get(path, accept="text/html").headers

    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


def test_a_page_that_the_reader_has_already_is_not_sent_again(site: Site) -> None:
    first = site.get("/sv/org/vinnova", accept_encoding="identity")
    second = site.get("/sv/org/vinnova", if_none_match=first.headers["ETag"], accept_encoding="identity")

    assert second.status_code == 304
    assert second.content == b""
    assert site.get("/en/org/vinnova", if_none_match=first.headers["ETag"]).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "address"),
    [
        (None, "/sv/"),
        ("en-GB,en;q=0.9,sv;q=0.5", "/en/"),
        ("de, sv-FI;q=0.8, en;q=0.3", "/sv/"),
        ("fr", "/sv/"),
        ("en;q=nonsense", "/sv/"),
    ],
)
def test_the_front_door_leads_to_the_readers_language(site: Site, accepted: str | None, address: str) -> None:
    answer = site.get("/", **({"accept_language": accepted} if accepted else {}))

    assert answer.status_code == 302
    assert answer.headers["Location"] == address
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("*", "sv"), ("en, *;q=0.1", "en"), ("sv;q=0, en;q=0.1", "en"), ("", "sv"), (";;;,=", "sv")],
)
def test_a_language_is_chosen_by_weight(accepted: str, language: str) -> None:
    assert preferred(accepted, ("sv", "en")) == language


def test_static_files_are_kept_for_ever_under_a_name_that_says_their_content(site: Site) -> None:
    page = site.get("/sv/").text
    names = set(re.findall(r"/static/[^\"]+", page))

    assert len(names) == 3
    for name in names:
        answer = site.get(name)
        assert re.fullmatch(r"/static/\w+\.[0-9a-f]{12}\.(css|js|svg)", name)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
    assert site.get("/static/site.css").status_code == 404


def test_the_style_and_script_are_small(site: Site) -> None:
    sizes = {
        name.rpartition(".")[2]: len(site.get(name).content)
        for name in set(re.findall(r"/static/[^\"]+", site.get("/sv/").text))
    }

    assert sizes["css"] < 20_000
    assert sizes["js"] < 3_000


@pytest.mark.parametrize(
    ("path", "language", "status", "title"),
    [
        ("/sv/org/nobody", "sv", 404, "Här finns ingenting"),
        ("/en/org/nobody", "en", 404, "Nothing is known here"),
        ("/en/nothing", "en", 404, "Nothing is known here"),
        ("/sv/org/Not_A_Key", "sv", 404, "Här finns ingenting"),
        ("/sv/org/vinnova/more", "sv", 404, "Här finns ingenting"),
    ],
)
def test_what_is_not_known_is_told_in_the_language_of_the_address(
    site: Site, path: str, language: str, status: int, title: str
) -> None:
    answer = site.get(path, accept="text/html")
    page = read(answer.text)

    assert answer.status_code == status
    assert page.find("html")[0].attributes["lang"] == language
    assert page.find("h1")[0].text == title
    assert page.find("meta", name="robots")


@pytest.mark.parametrize(
    "path", ["/sv/org/vinnova", "/sv/node/southern-sweden", "/sv/document/southern-node-plan"]
)
def test_a_page_is_light(site: Site, path: str) -> None:
    """What it says to machines too, which shrinks more than the rest."""
    assert len(gzip.compress(site.get(path).content)) < 25_000


def test_the_link_to_the_other_language_keeps_the_question(site: Site) -> None:
    page = read(site.get("/sv/org?sort=municipality").text)
    (link,) = page.find("a", class_="language")

    assert link.attributes["href"] == "/en/org?sort=municipality"
