"""How templates are compiled: as Jinja does it, but with less done for each value and each call.

A page of ours shows some hundred values and calls some hundred macros. Around each of
them Jinja's own code asks what it may be: a value that is safe already, a function that
wants the context, an asynchronous macro. Our templates escape everything, are not
asynchronous and do not switch either on the way, so most answers are known beforehand.
"""

from collections.abc import Mapping, MutableMapping
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from markupsafe import Markup, escape

WANT_CONTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
"""Functions of Jinja's own extension, which look into the context of the template that calls them."""

ESCAPED = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;"))
"""What has a meaning in HTML, and how it is written instead; the ampersand first."""


class Compiler(CodeGenerator):
    """Writes what `Compiled` provides in the place of what Jinja's runtime does."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's
        if finalize.src is not None or frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")

    def visit_Call(  # noqa: N802 - Jinja calls it so
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - Jinja's own signature
    ) -> None:
        """Write a call of a function that does not want the context as one of Python's."""
        if isinstance(node.node, nodes.Name) and node.node.name in WANT_CONTEXT:
            super().visit_Call(node, frame, forward_caller=forward_caller)
        elif forward_caller or node.dyn_args or any(iskeyword(each.key) for each in node.kwargs):
            self.write("environment.called(")
            self.visit(node.node, frame)
            self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
            self.write(")")
        else:
            self._called_with(node, frame)

    def _called_with(self, node: nodes.Call, frame: Frame) -> None:
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        if node.dyn_kwargs:
            self.write("**")
            self.visit(node.dyn_kwargs, frame)
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja calls it so
        """Write a look at an attribute as one of Python's: what a model lacks is an error."""
        if iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write the definition of a macro as one of our own."""
        self.write("environment.")
        super().macro_def(macro_ref, frame)


class PlainMacro(Macro):
    """A macro, called with as many arguments as it has without further ado."""

    def __init__(self, *args: Any) -> None:  # noqa: ANN401 - Jinja's
        super().__init__(*args)
        takes_more = self.caller or self.catch_kwargs or self.catch_varargs
        self._plain_count = -1 if takes_more else self._argument_count

    def __call__(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - whatever a template has
        """What it shows, which is safe."""
        if kwargs or len(args) != self._plain_count:
            return super().__call__(*args, **kwargs)
        return str.__new__(Markup, self._func(*args))


class Compiled(Environment):
    """An environment with autoescape whose templates are compiled by `Compiler`."""

    code_generator_class = Compiler
    Macro = PlainMacro

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Jinja's
        super().__init__(**options)
        self._ready: dict[str, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's own name
    ) -> Template:
        """A template, read once: an edition's never change. Every page asks for some twenty."""
        ready = self._ready.get(name) if isinstance(name, str) else name
        if ready is None or globals:
            ready = super().get_template(name, parent, globals)
            self._ready[str(name)] = ready
        return ready

    @staticmethod
    def shown(value: object) -> str:
        """A value as it stands on a page.

        Texts are escaped as `markupsafe` does it, but without wrapping each of them in a `Markup`,
        which takes ten times as long: all that is made of them is the page.
        """
        if type(value) is not str:
            return value if type(value) is Markup else escape(value)
        shown = value
        for character, instead in ESCAPED:
            if character in shown:
                shown = shown.replace(character, instead)
        return shown

    @classmethod
    def filled(cls, phrase: Markup, values: Mapping[str, object]) -> Markup:
        """A phrase with what is to stand in it."""
        shown = {name: cls.shown(value) for name, value in values.items()}
        return str.__new__(Markup, str.__mod__(phrase, shown))

    @staticmethod
    def called(function: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever it gives
        """What a function gives that does not want the context."""
        return function(*args, **kwargs)
