"""How templates are compiled: as Jinja does it, but with less done for each value and each call.

A page of ours shows some hundred values and calls some hundred macros. Around each of
them Jinja's own code asks what it may be: a value that is safe already, a function that
wants the context, an asynchronous macro. Our templates escape everything, are not
asynchronous and do not switch either on the way, so most answers are known beforehand.
"""

from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from markupsafe import Markup, escape

WANT_CONTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
"""Functions of Jinja's own extension, which look into the context of the template that calls them."""


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
            return
        self.write("environment.called(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write the definition of a macro as one of our own."""
        self.write("environment.")
        super().macro_def(macro_ref, frame)


class PlainMacro(Macro):
    """A macro, called with as many arguments as it has without further ado."""

    def __call__(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - whatever a template has
        """What it shows, which is safe."""
        if kwargs or len(args) != self._argument_count or self._takes_more():
            return super().__call__(*args, **kwargs)
        return str.__new__(Markup, self._func(*args))

    def _takes_more(self) -> bool:
        return bool(self.caller or self.catch_kwargs or self.catch_varargs)


class Compiled(Environment):
    """An environment with autoescape whose templates are compiled by `Compiler`."""

    code_generator_class = Compiler
    Macro = PlainMacro

    @staticmethod
    def shown(value: Any) -> str:  # noqa: ANN401 - whatever a template shows
        """A value as it stands on a page."""
        return value if type(value) is Markup else escape(value)

    @staticmethod
    def called(function: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever it gives
        """What a function gives that does not want the context."""
        return function(*args, **kwargs)
