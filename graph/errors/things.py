"""Why there is nothing to tell about a thing."""

from graph.errors.base import GraphError


class EntityUnknown(GraphError):
    """Nothing is stated about this IRI."""

    def __init__(self, iri: str) -> None:
        super().__init__(f"Nothing is stated about {iri}.")
        self.iri = iri


class NamedThingUnknown(EntityUnknown):
    """A parameter names a thing about which nothing is stated."""

    def __init__(self, parameter: str, iri: str) -> None:
        super().__init__(iri)
        self.parameter = parameter


class EntityRetired(GraphError):
    """Earlier releases told of this IRI, and this one does not."""

    def __init__(self, iri: str, release: int, successors: tuple[str, ...]) -> None:
        replaced = f" It was replaced by {', '.join(successors)}." if successors else ""
        super().__init__(f"Nothing has been stated about {iri} since release {release}.{replaced}")
        self.iri = iri
        self.release = release
        self.successors = successors


class PageUnknown(GraphError):
    """A document has fewer pages than was asked for."""

    def __init__(self, pages: int) -> None:
        super().__init__(f"The last page is page {pages}.")
        self.pages = pages


class NameUnknown(GraphError):
    """A parameter is a name that nothing has."""

    def __init__(self, parameter: str, name: str) -> None:
        super().__init__(f"Nothing is called {name} in Swedish, as the parameter {parameter} says.")
        self.parameter, self.name = parameter, name
