"""The walls: which room may import which, by which door, and with which guests."""

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("data", "geo", "layers", "maps")
STDLIB = set(sys.stdlib_module_names)
GUESTS = {
    "data": {"pandas", "pyarrow", "pandera", "openpyxl", "odf", "charset_normalizer", "numpy"},
    "geo": {"pyproj", "shapely", "rapidfuzz", "mgrs", "scipy"},
    "layers": {"affine", "exactextract", "geopandas", "mapclassify", "pmtiles", "rasterio"},
    "maps": {"folium", "branca", "jinja2", "typer", "rich", "markupsafe", "starlette", "uvicorn"},
}
# One guest is let into one module only: foreign files are opened in a locked worker.
# openpyxl leaves by the same reasoning, since writing a sheet is not reading one.
# urllib3 is the network, which has one door (S7.1).
ONLY_IN = {"pyogrio": "data/foreign", "urllib3": "data/net"}
EXTRAS = {"sqlalchemy": "data", "psycopg": "data", "dask": "data", "distributed": "data", "geopy": "geo"}
MODULES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "node_modules" not in path.parts]


def imports(path: Path) -> list[tuple[str, int]]:
    """Every absolute import of a module, with its line."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.append((node.module or "", node.lineno))
    return found


def allowed_guests(room: str) -> set[str]:
    """A room has the guests of every room before it."""
    return set().union(*(GUESTS[name] for name in ROOMS[: ROOMS.index(room) + 1]))


def fault(path: Path, name: str) -> str:
    """What is wrong with an import, or nothing."""
    room, top = path.relative_to(ROOT).parts[0], name.split(".")[0]
    if top in ROOMS:
        if ROOMS.index(top) > ROOMS.index(room):
            return "imports a later room"
        return "passes the front door" if top != room and "." in name else ""
    if top in ONLY_IN:
        return "" if path.relative_to(ROOT).as_posix().startswith(ONLY_IN[top]) else "is let into another module only"
    if top in EXTRAS:
        return "" if ROOMS.index(EXTRAS[top]) <= ROOMS.index(room) else "is a guest of a later room"
    return "" if top in STDLIB | allowed_guests(room) else "is no guest of this room"


def test_imports_keep_to_the_law_of_the_rooms() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} {name} {why}"
        for path in MODULES
        for name, line in imports(path)
        if (why := fault(path, name))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("path", "name", "why"),
    [
        ("data/x.py", "geo", "imports a later room"),
        ("maps/x.py", "geo.names", "passes the front door"),
        ("data/x.py", "shapely", "is no guest of this room"),
        ("geo/x.py", "pyogrio", "is let into another module only"),
        ("maps/x.py", "geo", ""),
        ("data/foreign/worker.py", "pyogrio", ""),
        ("layers/x.py", "urllib3", "is let into another module only"),
    ],
)
def test_the_law_itself_catches_what_it_should(path: str, name: str, why: str) -> None:
    assert fault(ROOT / path, name) == why


@pytest.mark.parametrize("room", ROOMS)
def test_front_door_names_what_it_gives_and_nothing_else(room: str) -> None:
    door = import_module(room)
    assert list(door.__all__) == sorted(door.__all__)
    assert [name for name in door.__all__ if not hasattr(door, name)] == []
    text = (ROOT / room / "__init__.py").read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert not [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert "*" not in {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }


@pytest.mark.parametrize("room", ROOMS)
def test_a_late_door_says_the_same_to_types_and_to_programs(room: str) -> None:
    tree = ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    told = {
        alias.name: f".{node.module}" for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert told == import_module(room).LATE


def test_a_door_gives_the_thing_and_not_the_module_of_that_name() -> None:
    code = f"""import sys; sys.path.insert(0, {str(ROOT)!r})
import data.fold, geo.pairs.score, geo.scan.scan, maps.select.policy
import data, geo, maps
print([type(thing).__name__ for thing in (data.fold, geo.pairs, geo.scan, maps.select)], "draw" in dir(maps))
data.nothing"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == f"{['function'] * 4} True\n"
    assert "AttributeError: module 'data' has no attribute 'nothing'" in done.stderr


def test_no_python_file_of_the_rooms_holds_markup() -> None:
    markup = re.compile(r"<(div|script|style|span|svg|html|table|body|head|section|button)\b|</\w+>")
    assert [str(path.relative_to(ROOT)) for path in MODULES if markup.search(path.read_text(encoding="utf-8"))] == []


def test_modules_and_functions_keep_their_size() -> None:
    long = []
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 300:
            long.append(f"{path.relative_to(ROOT)} is longer than 300 lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = (node.body[0].end_lineno or 0) if ast.get_docstring(node) else node.lineno
                if (node.end_lineno or 0) - first > 60:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} is longer than 60 lines")
    assert long == []


def prints(path: Path) -> list[int]:
    """Lines of a module that print."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]


def test_only_the_command_line_prints() -> None:
    others = [path for path in MODULES if not path.relative_to(ROOT).as_posix().startswith("maps/cli")]
    assert {str(path.relative_to(ROOT)): lines for path in others if (lines := prints(path))} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_importing_a_room_does_nothing_else(room: str, tmp_path: Path) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {room}"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_a_place_is_found_without_what_only_pages_and_tables_need() -> None:
    code = f"""import sys; sys.path.insert(0, {str(ROOT)!r})
from maps.cli import main
try:
    main(["locate", "Tal Afar"])
finally:
    late = {{"branca", "folium", "geopandas", "jinja2", "openpyxl", "pandera", "pyogrio", "rasterio"}}
    late |= {{"layers", "numpy", "pandas", "pyarrow", "pyproj", "scipy", "shapely", "urllib3"}}
    print(sorted(late & set(sys.modules)))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "[]"), done.stderr


def test_a_file_is_checked_without_what_units_need() -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import maps.cli.reading; print('layers' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "False\n"), done.stderr
