"""What an operator may set, as frozen values that are passed in.

Only the doors (`graph.cli`, `api.server`) read the environment; everything
else is handed what it needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from graph.errors import SettingInvalid

DEFAULT_DATASET = Path("nodverk-dataset")
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000

KINDS_OF_PUBLISHERS = (
    "Academia-ScientificOrganisation",
    "Company",
    "IndustryConsortium",
    "LocalAuthority",
    "NationalAuthority",
    "NonGovernmentalOrganisation",
    "NonProfitOrganisation",
    "RegionalAuthority",
    "StandardisationBody",
    "SupraNationalAuthority",
)
"""ADMS's words for kinds of publishers, but for private persons, which a publisher here never is."""


@dataclass(frozen=True)
class Limits:
    """What one stranger's query or file may use before it is ended."""

    seconds: float = 10.0
    """Wall-clock time for one query, from its acceptance by a worker to its last byte."""

    memory_mebibytes: int = 1024
    """Memory that one query may claim beside the shared index."""

    idle_seconds: float = 60.0
    """How long a worker waits for a query before it looks at what memory it has."""

    idle_mebibytes: int = 64
    """Memory of its own that a worker may keep while nobody asks; one with more gives place to a new one."""

    wait_seconds: float = 5.0
    """How long a query waits for a free worker before 503 is answered."""

    query_bytes: int = 64 * 1024
    """Length of a query's text, in UTF-8."""

    result_bytes: int = 64 * 1024 * 1024
    """Size of one result; a longer one is refused or cut off visibly, never shortened in silence."""

    remembered_bytes: int = 64 * 1024 * 1024
    """Answers that one web process keeps to give again."""

    prepared_statements: int = 50_000
    """How many statements a release has, at the least, for which documents are made before they are asked
    for, and what pages show of it as a whole is computed once for all processes."""

    dump_bytes: int = 4 * 1024**3
    """Size of all dumps together that are kept to be downloaded; the oldest go first."""

    update_bytes: int = 4 * 1024 * 1024
    """Length of an update's text, in UTF-8."""

    import_bytes: int = 256 * 1024 * 1024
    """Size of one file to import."""

    import_seconds: float = 120.0
    """Time for reading one file."""


@dataclass(frozen=True)
class Publisher:
    """Who answers for what is published, as catalogues name it; an organisation, never a person."""

    name: str = "Nodverk"
    homepage: str = ""
    """Its own site; empty for that of the dataset."""

    email: str = ""
    """A mailbox that belongs to a role; empty for that of the webmaster of the host (RFC 2142)."""

    iri: str = ""
    """By which catalogues know it; empty for one of ours."""

    kind: str = "NonProfitOrganisation"
    """What it is, in one of the words of `KINDS_OF_PUBLISHERS`."""

    def homepage_of(self, base: str) -> str:
        """The address of its site, for a dataset with this base."""
        return self.homepage or base

    def email_of(self, base: str) -> str:
        """Where it is written to, for a dataset with this base."""
        host = urlsplit(base).hostname or DEFAULT_HOST
        is_name = not host.replace(".", "").isdigit() and ":" not in host
        return self.email or f"webmaster@{host if is_name else f'[{host}]'}"


def publisher(environment: Mapping[str, str]) -> Publisher:
    """The publisher by `NODVERK_PUBLISHER_NAME`, `…_HOMEPAGE`, `…_EMAIL`, `…_IRI` and `…_KIND`.

    Raises `SettingInvalid` for a kind that there is not.
    """
    names = {
        each.name: environment.get(f"NODVERK_PUBLISHER_{each.name.upper()}") for each in fields(Publisher)
    }
    found = Publisher(**{name: value for name, value in names.items() if value})
    if found.kind not in KINDS_OF_PUBLISHERS:
        raise SettingInvalid("NODVERK_PUBLISHER_KIND", found.kind, f"one of {', '.join(KINDS_OF_PUBLISHERS)}")
    return found


def dataset_folder(option: Path | None, environment: Mapping[str, str]) -> Path:
    """The folder that was asked for: by option, by `NODVERK_DATASET`, or the default."""
    return option or Path(environment.get("NODVERK_DATASET") or DEFAULT_DATASET)


def base_of_address(host: str, port: int) -> str:
    """The base IRI of a dataset that is served at this address, so that its IRIs dereference."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"
