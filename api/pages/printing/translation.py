"""Templates in one language: their phrases are translated when they are compiled, and not for each page.

Half of what a page of ours says is phrases. Jinja looks each of them up, every time
that it comes by; but an environment has one language, so the words can stand in the
compiled template beside the tags, at no cost.
"""

import re
from collections.abc import Iterator, MutableMapping
from gettext import NullTranslations
from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from api.pages.printing.compiling import Compiled

VALUE = re.compile(r"%\((\w+)\)s")
PHRASE = "_"
"""What templates call for a phrase: `_("Funding")`, `_("line %(numbers)s", numbers=it)`."""


class Translated(Compiled):
    """An environment whose templates speak one language."""

    def __init__(self, translations: NullTranslations, **options: Any) -> None:  # noqa: ANN401 - Jinja's
        super().__init__(**options)
        self._translate = _Translate(translations)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What each template knows: one plain mapping for all, which costs nothing to look into."""
        return {**self.globals, **d} if d else self.globals

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - Jinja's own signature
    ) -> str:
        whole: nodes.Template = _Include(self).visit(source)
        translated: nodes.Template = self._translate.visit(whole)
        return super()._generate(translated, name, filename, defer_init)


class _Translate(NodeTransformer):
    """Puts the translation in the place of each phrase; what `_` means to Jinja's own extension stays."""

    def __init__(self, translations: NullTranslations) -> None:
        self._translations = translations

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - Jinja calls it so
        """Puts the pieces of a phrase that is shown with values beside these."""
        node.nodes = [piece for each in node.nodes for piece in self._pieces(each)]
        return self.generic_visit(node)

    def _pieces(self, node: nodes.Expr) -> Iterator[nodes.Expr]:
        phrase = self._phrase(node) if isinstance(node, nodes.Call) and node.kwargs else None
        # Where a percent sign is left, it stands for something else.
        if phrase is None or not isinstance(node, nodes.Call) or "%" in VALUE.sub("", phrase):
            yield node
            return
        values = {each.key: each.value for each in node.kwargs}
        for place, piece in enumerate(VALUE.split(phrase)):
            if place % 2:
                yield values[piece]
            elif piece:
                yield nodes.TemplateData(piece, lineno=node.lineno)

    def _phrase(self, node: nodes.Call) -> str | None:
        """The translation of the phrase that is called for, if one is."""
        if not (isinstance(node.node, nodes.Name) and node.node.name == PHRASE):
            return None
        (text,) = node.args
        return self._translations.gettext(text.value) if isinstance(text, nodes.Const) else None

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja calls it so
        self.generic_visit(node)
        phrase = self._phrase(node)
        if phrase is None:
            return node
        # The phrases are ours and may hold entities; what is filled in is escaped.
        if not node.kwargs:
            return nodes.Const(Markup(phrase) % {}, lineno=node.lineno)  # noqa: S704
        values = nodes.Dict([nodes.Pair(nodes.Const(each.key), each.value) for each in node.kwargs])
        filled = nodes.EnvironmentAttribute("filled")
        return nodes.Call(filled, [nodes.Const(phrase), values], [], None, None, lineno=node.lineno)


class _Include(NodeTransformer):
    """Puts the text of a template in the place where it is included, with a scope of its own.

    To call a template from another takes longer than most of ours take to show what they do.
    """

    def __init__(self, environment: Translated) -> None:
        self._environment = environment

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - Jinja calls it so
        loader = self._environment.loader
        if loader is None or not isinstance(node.template, nodes.Const):
            return node
        name = node.template.value
        source, filename, _ = loader.get_source(self._environment, name)
        included: nodes.Template = self.visit(self._environment.parse(source, name, filename))
        return nodes.Scope(included.body, lineno=node.lineno)
