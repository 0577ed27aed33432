"""`nodverk token`, as an operator meets it."""

import json

from graph.cli import DONE, FAILED
from graph.store import tokens
from graph.store.dataset import Dataset
from tests.graph.terminal import Nodverk


def test_a_token_is_shown_once_and_kept_as_a_hash(nodverk: Nodverk, dataset: Dataset) -> None:
    told = nodverk("token", "add", "importer")
    secret = told.output.strip()

    assert (told.status, secret.startswith(tokens.PREFIX), len(secret) > 40) == (DONE, True, True)
    (kept,) = tokens.tokens(dataset.catalogue)
    assert kept.is_that_of(secret)
    assert not kept.is_that_of(secret[:-1])
    assert all(secret.encode() not in each.read_bytes() for each in dataset.folder.glob("catalogue*"))
    listed = nodverk("token", "list")
    assert "importer" in listed.output
    assert secret not in listed.output


def test_tokens_are_listed_for_machines_too(nodverk: Nodverk) -> None:
    assert json.loads(nodverk("token", "list", "--json").output) == []
    nodverk("token", "add", "b")
    nodverk("token", "add", "a")
    assert [each["name"] for each in json.loads(nodverk("token", "list", "--json").output)] == ["a", "b"]


def test_a_token_is_good_no_longer_when_it_is_revoked(nodverk: Nodverk, dataset: Dataset) -> None:
    nodverk("token", "add", "importer")
    assert nodverk("token", "revoke", "importer").status == DONE
    assert tokens.tokens(dataset.catalogue) == ()
    again = nodverk("token", "revoke", "importer")
    assert again.status == FAILED
    assert "importer" in again.error


def test_a_name_is_plain_and_has_one_token(nodverk: Nodverk) -> None:
    assert nodverk("token", "add", "Not plain").status == FAILED
    nodverk("token", "add", "importer")
    assert nodverk("token", "add", "importer").status == FAILED
