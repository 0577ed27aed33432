"""`nodverk why`: where a statement comes from."""

import json
from typing import Annotated

import typer

from graph.command_line import AsJson, Folder, app, opened, release_index, say
from graph.index.index import Index
from graph.terms import NV
from graph.things.why import Reason, why


@app.command("why")
def show_reasons(
    subject: Annotated[str, typer.Argument(help="An IRI, or kind/key such as org/vinnova.")],
    predicate: Annotated[str | None, typer.Argument(help="An IRI, or a term such as nv:funder.")] = None,
    release: Annotated[int | None, typer.Option(help="A release by number (default: the newest).")] = None,
    dataset: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Say of each statement about a subject which source, section and release it comes from."""
    home = opened(dataset)
    index = release_index(home, release)
    iri = subject if ":" in subject else f"{index.iris.base}id/{subject}"
    found = why(home, index, iri, predicate and _full(predicate))
    if as_json:
        say(json.dumps([_plain(each) for each in found], ensure_ascii=False, indent=2))
        return
    for reason in found:
        say(f"{_short(str(reason.statement.predicate))} {reason.statement.object}")
        say(f"    {_told(index, reason)}")


def _full(predicate: str) -> str:
    return predicate.replace("nv:", str(NV), 1) if predicate.startswith("nv:") else predicate


def _short(predicate: str) -> str:
    return predicate.strip("<>").replace(str(NV), "nv:", 1)


def _told(index: Index, reason: Reason) -> str:
    places = [label.value if (label := index.label(each, "sv")) else each for each in reason.sections]
    lines = f", lines {', '.join(reason.lines)}" if reason.lines else ""
    where = f" ({'; '.join(places)}{lines})" if places else ""
    how = reason.assertion.rpartition("/")[2]
    return f"{how} in {reason.source}{where}, since release {reason.since}"


def _plain(reason: Reason) -> dict[str, object]:
    return {
        "predicate": str(reason.statement.predicate).strip("<>"),
        "object": str(reason.statement.object),
        "source": reason.source,
        "sections": reason.sections,
        "lines": reason.lines,
        "assertion": reason.assertion,
        "sinceRelease": reason.since,
    }
