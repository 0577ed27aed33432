"""All commands of `nodverk`: the graph's own, and `nodverk serve`."""

from api.serving import serve
from graph.cli import app, run

app.command()(serve)


def main() -> int:
    """Run the command line."""
    return run(app)
