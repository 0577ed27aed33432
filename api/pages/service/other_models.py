"""The other models that a release can be had in, as a page offers them."""

from dataclasses import dataclass

from api.pages.editions.frame import FORMATS, DataLink
from graph.alignments.views import MODELS

WRITTEN = {extension: (name, media_type) for name, extension, media_type in FORMATS} | {
    "json": ("JSON", "application/json")
}


@dataclass(frozen=True)
class OtherModel:
    """The release in the terms of a model."""

    title: str
    formats: tuple[DataLink, ...]
    left_out: str
    """The address of what the model cannot express, and why."""


def other_models() -> tuple[OtherModel, ...]:
    """The models, each with its formats, the usual one first."""
    return tuple(
        OtherModel(
            model.title,
            tuple(_link(f"/exports/{name}.{extension}", extension) for extension in model.formats),
            f"/exports/{name}/left-out",
        )
        for name, model in MODELS.items()
    )


def _link(href: str, extension: str) -> DataLink:
    name, media_type = WRITTEN[extension]
    return DataLink(name, href, media_type)
