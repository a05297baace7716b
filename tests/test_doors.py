"""One module opens foreign files, one writes, one makes text safe: nothing goes around them (S2.1, S5.1, S1.1)."""

# ruff: noqa: E501

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from valdrian_project import make_project

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("data", "geo", "layers", "maps")
MODULES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "node_modules" not in path.parts]
DOORS = tomllib.loads((ROOT / "tests" / "doors.toml").read_text(encoding="utf-8"))
# Calls that bring bytes of a format into a library which may be deceived by them.
OPENING = {
    "ParquetFile", "Reader", "ZipFile", "connect", "deserialize", "load_workbook", "loadtxt", "open_arrow", "read_csv", "read_dataframe",
    "read_excel", "read_file", "read_info", "read_json", "read_metadata", "read_parquet", "read_pickle", "read_schema", "read_table", "read_xml",
    "ParserCreate", "GzipFile",
}  # fmt: skip
WRITING = {"copy2", "copyfile", "copytree", "mkdtemp", "mkstemp", "move", "rename", "rmtree", "symlink", "symlink_to", "truncate", "write_bytes", "write_text"}  # fmt: skip
TEMPLATES = {"Markup", "Template", "from_string", "Environment", "get_template", "safe_text", "autoescape"}
WRITES = re.compile(r"^[rbt]*[wax+]")


def called(node: ast.Call) -> str:
    """The last part of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def opens(node: ast.Call) -> bool:
    return called(node) in OPENING or ast.unparse(node.func) in ("rasterio.open", "pa_csv.open_csv")


def writes(node: ast.Call) -> bool:
    if called(node) in ("open", "fdopen"):
        modes = [
            word.value for word in (*node.args, *(key.value for key in node.keywords)) if isinstance(word, ast.Constant)
        ]
        return any(isinstance(mode, str) and len(mode) <= 3 and WRITES.match(mode) for mode in modes)
    if called(node) == "replace":
        return isinstance(node.func, ast.Attribute) and len(node.args) == 1 and not isinstance(node.args[0], ast.Dict)
    return called(node) in WRITING and not (called(node) == "rename" and node.keywords)


def compiles(node: ast.Call) -> bool:
    return called(node) in TEMPLATES


def found(is_one: Callable[[ast.Call], bool], modules: list[Path]) -> dict[str, list[int]]:
    """Modules with such calls, and their lines."""
    out: dict[str, list[int]] = {}
    for path in modules:
        calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        if lines := [node.lineno for node in calls if is_one(node)]:
            out[path.relative_to(ROOT).as_posix()] = lines
    return out


@pytest.mark.parametrize(("door", "is_one"), [("opens", opens), ("writes", writes), ("templates", compiles)])
def test_s1_1_s2_1_s5_1_only_the_doors_and_what_is_listed_with_its_reason_do_it(
    door: str, is_one: Callable[[ast.Call], bool]
) -> None:
    here, listed = found(is_one, MODULES), DOORS[door]
    assert {name: lines for name, lines in here.items() if name not in listed} == {}
    assert [name for name in listed if name not in here] == []
    assert all(len(reason) > 20 for reason in listed.values())


@pytest.mark.parametrize(
    ("door", "text"),
    [
        (opens, "pd.read_csv(path)"), (opens, "zipfile.ZipFile(path)"), (opens, "pyogrio.read_dataframe(p)"),
        (writes, "path.write_text('x')"), (writes, "open(p, 'w')"), (writes, "path.open(mode='ab')"), (writes, "temporary.replace(path)"),
        (compiles, "Markup(text)"), (compiles, "jinja2.Template(text)"),
    ],
)  # fmt: skip
def test_the_search_finds_what_it_should(door: Callable[[ast.Call], bool], text: str) -> None:
    assert any(door(node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))


def test_s1_1_templates_escape_all_but_what_is_finished() -> None:
    templates = [path for room in ROOMS for path in (ROOT / room).rglob("*.jinja") if "node_modules" not in path.parts]
    assert len(templates) >= 4
    loose = [
        path.name
        for path in templates
        if re.search(r"\|\s*safe\b|autoescape\s+false", path.read_text(encoding="utf-8"))
    ]
    assert loose == []


def test_s2_1_s5_1_while_a_project_is_built_and_published_all_files_pass_the_doors(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "valdria")
    words = [sys.executable, str(ROOT / "tests" / "watched_opens.py"), str(folder), str(tmp_path / "site")]
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["read"], "the input was opened by somebody"
    assert [row for row in told["read"] if row[1] not in DOORS["input"]["by"]] == []
    assert [row for row in told["written"] if row[1] not in DOORS["written"]["by"]] == []
