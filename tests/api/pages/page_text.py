"""What a test reads from a page: its tags, texts and links."""

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "rect", "path", "circle"}


@dataclass
class Element:
    """An element and what stands in it."""

    tag: str
    attributes: dict[str, str | None]
    parent: "Element | None" = None
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words in it, with single spaces between."""
        parts = (child.text if isinstance(child, Element) else child for child in self.children)
        return " ".join(" ".join(parts).replace("\u00a0", " ").split())

    @cached_property
    def within(self) -> list["Element"]:
        """All elements within, in the order of the page."""
        found: list[Element] = []
        waiting = [self]
        while waiting:
            each = waiting.pop()
            found.append(each)
            waiting += [child for child in reversed(each.children) if isinstance(child, Element)]
        return found[1:]

    def find(self, tag: str, **attributes: str) -> list["Element"]:
        """The elements within of this tag whose attributes have these words."""
        wanted = {name.rstrip("_").replace("_", "-"): word for name, word in attributes.items()}
        return [
            each
            for each in self.within
            if tag in ("*", each.tag)
            and all(word in (each.attributes.get(name) or "").split() for name, word in wanted.items())
        ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), self._open)
        self._open.children.append(element)
        if tag not in VOID:
            self._open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.children.append(Element(tag, dict(attrs), self._open))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open.tag == tag, f"</{tag}> closes <{self._open.tag}>"
        assert self._open.parent
        self._open = self._open.parent

    def handle_data(self, data: str) -> None:
        self._open.children.append(data)


def read(html: str) -> Element:
    """The page as a tree. Tags that do not match are an error."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader._open is reader.root, f"<{reader._open.tag}> is not closed"
    return reader.root
