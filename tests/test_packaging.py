"""The wheel is the whole of Nodverk: it works in a fresh environment, from a foreign folder."""

import re
import subprocess
import sys
import sysconfig
import time
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[1]
START_SECONDS = 60
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def nodverk(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed command, in an environment that borrows only the dependencies of this one."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            python,
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            wheel,
        ],
        check=True,
    )
    purelib = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    # A folder named in a .pth file is searched, but its own .pth files are not followed:
    # so the checkout that is installed here in place stays out of sight.
    (Path(purelib) / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return home / "bin" / "nodverk"


def test_the_wheel_holds_what_the_code_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    for room in ("ontology", "shapes", "data"):
        shipped = {f"graph/_rdf/{room}/{path.name}" for path in (ROOT / room).glob("*.ttl")}

        assert shipped
        assert shipped <= names
    for pattern in (
        "graph/**/*.py",
        "graph/**/*.rq",
        "api/**/*.py",
        "api/**/*.html",
        "api/**/*.css",
        "api/**/*.po",
    ):
        found = {str(path.relative_to(ROOT)) for path in ROOT.glob(pattern)}

        assert found
        assert found <= names
    assert {"graph/py.typed", "api/py.typed"} <= names
    assert not [name for name in names if name.startswith(("tests/", "ontology/", "shapes/", "data/"))]


def test_the_wheel_names_its_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        metadata = file.read(next(name for name in file.namelist() if name.endswith("METADATA"))).decode()

    assert "License-Expression: EUPL-1.2 AND CC-BY-4.0" in metadata


def test_the_installed_wheel_is_not_the_checkout(nodverk: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [nodverk.with_name("python"), "-c", "import api, graph; print(api.__file__, graph.__file__)"],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    ).stdout

    assert str(ROOT) not in where


@contextmanager
def serving(nodverk: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [nodverk, "serve", "--port", "0", "--workers", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder) as process:
        try:
            yield process
        finally:
            process.terminate()


def test_the_installed_wheel_serves_in_a_foreign_folder(nodverk: Path, tmp_path: Path) -> None:
    """Its dataset, whose making is broken off at the first start, gets the shipped graph at the next."""
    dataset = tmp_path / "nodverk-dataset"
    with serving(nodverk, tmp_path) as broken_off:
        until = time.monotonic() + START_SECONDS
        while not (dataset / "catalogue.sqlite").exists():
            assert time.monotonic() < until
            time.sleep(0.02)
        broken_off.kill()
    assert not list((dataset / "objects").rglob("*.gz")), "it was made before it could be broken off"

    with serving(nodverk, tmp_path) as started:
        assert started.stdout
        address = next(found for line in started.stdout if (found := ADDRESS.search(line))).group()
        said = "".join(iter(started.stdout.readline, "Ctrl-C stops it.\n"))
        with httpx.Client(base_url=address, follow_redirects=True) as client:
            page = client.get("/sv/org/vinnova")
            data = client.get("/id/org/vinnova", headers={"Accept": "text/turtle"})
            style = client.get(re.search(r'href="(/static/site[^"]*css)"', page.text)[1])

    assert (page.status_code, data.status_code, style.status_code) == (200, 200, 200)
    assert "nv:Organisation" in data.text
    assert str(dataset) in said
    assert "warning     the IRIs do not begin with this address" in said


def test_the_pins_name_no_host() -> None:
    for path in (ROOT / ".pins").iterdir():
        assert "://" not in path.read_text(), path


def test_every_dependency_is_pinned_by_hash() -> None:
    pins = (ROOT / ".pins" / "requirements.txt").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]

    for requirement in [*wanted, "hatchling", "editables"]:
        name = re.match(r"[\w-]+", requirement)

        assert name
        assert re.search(rf"^{name.group().lower()}==[^\n]*\\\n    --hash=sha256:", pins, re.MULTILINE), (
            requirement
        )
    assert len(re.findall(r"^\w", pins, re.MULTILINE)) < 110


def test_no_lock_file_that_names_hosts_is_kept() -> None:
    assert not [name for name in ("uv.lock", "pylock.toml", "poetry.lock") if (ROOT / name).exists()]
