"""What an operator can get wrong: a setting, or the name of a token."""

from graph.errors.base import GraphError


class SettingInvalid(GraphError):
    """A setting of the environment has a value that it cannot have."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name} is {value!r}; it can be {wanted}.")


class TokenNameInvalid(GraphError):
    """A token's name must be plain, since it stands in the log of releases."""

    def __init__(self, name: str) -> None:
        super().__init__(f"'{name}' cannot name a token. Use lower-case letters a-z, digits and hyphens.")
        self.name = name


class TokenUnknown(GraphError):
    """No token has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no token '{name}'. `nodverk token list` names those there are.")
        self.name = name


class TokenPresent(GraphError):
    """A token has this name already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a token '{name}' already. Revoke it first, or choose another name.")
        self.name = name
