"""Publishing: the same bytes, the old site kept where the gate says no, nothing half-written."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from valdrian_project import SETTINGS, make_project

import maps.publish.site as site_module
from data import GateRefused
from maps import load_project, publish_project, read_page
from maps.pipeline import Built, build_project
from maps.project import Project
from maps.publish.reread import fetched

AS_OF = date(2031, 12, 1)


@pytest.fixture
def made(tmp_path: Path) -> tuple[Project, Built]:
    project = load_project(make_project(tmp_path / "valdria"))
    return project, build_project(project, work=tmp_path / "work")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_input_and_date_give_the_same_bytes(made: tuple[Project, Built], tmp_path: Path) -> None:
    first = publish_project(*made, site=tmp_path / "one", as_of=AS_OF)
    second = publish_project(*made, site=tmp_path / "two", as_of=AS_OF)
    assert files(first.folder) == files(second.folder)


def test_the_manifest_names_every_output_by_its_hash(made: tuple[Project, Built], tmp_path: Path) -> None:
    folder = publish_project(*made, site=tmp_path / "site", as_of=AS_OF).folder
    manifest = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
    written = files(folder)
    del written["MANIFEST.json"]
    assert {row["path"]: row["sha256"] for row in manifest["outputs"]} == {
        name: sha256(content).hexdigest() for name, content in written.items()
    }
    assert manifest["as_of"] == "2031-12-01"
    assert len(manifest["inputs"]) == 1


def test_the_site_holds_no_private_word_and_no_digit_beyond_the_policy(
    made: tuple[Project, Built], tmp_path: Path
) -> None:
    folder = publish_project(*made, site=tmp_path / "site", as_of=AS_OF).folder
    page = read_page((folder / "index.html").read_text(encoding="utf-8"))
    text = b"".join(files(folder).values()).decode("utf-8", "replace") + json.dumps(page.text, ensure_ascii=False)
    assert not [word for word in ("private words", "36.345671", "36.346", "43.1012") if word in text]
    assert sorted(page.tables["incidents"]["lat"].dropna()) == [36.1, 36.35]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('statuses = ["watch/none", "ministry/none"]', "names no grades"),
        ('attribution = "Valdria Watch"', "nobody to whom"),
        ('licence = "CC0"\n', "no licence"),
    ],
)
def test_a_doubt_in_the_policy_stops_the_gate_and_keeps_the_old_site(tmp_path: Path, line: str, message: str) -> None:
    folder = make_project(tmp_path / "v")
    project = load_project(folder)
    built = build_project(project, work=tmp_path / "work")
    publish_project(project, built, site=tmp_path / "site", as_of=AS_OF)
    old = files(tmp_path / "site")
    head, tail = SETTINGS.split("[publish]")
    make_project(folder, settings=head + "[publish]" + tail.replace(line, ""))
    with pytest.raises(GateRefused, match=message):
        publish_project(load_project(folder), built, site=tmp_path / "site", as_of=AS_OF)
    assert files(tmp_path / "site") == old


def test_a_page_that_was_written_wrongly_is_destroyed(
    made: tuple[Project, Built], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = site_module.page_data

    def finer(project: Project, selection: site_module.Selection, **options: object) -> object:
        moved = selection.placements.assign(lon=selection.placements["lon"] + 0.00123)
        finer_policy = replace(selection.policy, coordinate_decimals=5)
        return right(project, replace(selection, placements=moved, policy=finer_policy), **options)

    monkeypatch.setattr(site_module, "page_data", finer)
    with pytest.raises(GateRefused, match="more digits"):
        publish_project(*made, site=tmp_path / "site", as_of=AS_OF)
    assert not (tmp_path / "site").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["valdria", "work"]


def test_a_folder_that_is_no_site_of_ours_is_not_replaced(made: tuple[Project, Built], tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.txt").write_text("ten years of work")
    with pytest.raises(GateRefused, match="no site of ours"):
        publish_project(*made, site=tmp_path / "site", as_of=AS_OF)
    assert (tmp_path / "site" / "thesis.txt").exists()


def test_what_others_keep_in_the_folder_is_not_lost(made: tuple[Project, Built], tmp_path: Path) -> None:
    folder = publish_project(*made, site=tmp_path / "site", as_of=AS_OF).folder
    (folder / "CNAME").write_text("atlas.example")
    with pytest.raises(GateRefused, match="CNAME"):
        publish_project(*made, site=folder, as_of=AS_OF)
    assert (folder / "CNAME").exists()


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<img src='https://tiles.example/1.png'>", ["https://tiles.example/1.png"]),
        ("<link rel=preload href=//cdn.example/x.css>", ["//cdn.example/x.css"]),
        ("<style>a { background: url(http://x.example/y) }</style>", ["url(http://"]),
        ("<a href='https://valdria.example/1'>a source</a><script>var x = 'src=//no'</script>", []),
        ("<img src='data:image/png;base64,AA=='>", []),
    ],
)
def test_what_a_browser_would_fetch_by_itself_is_found(markup: str, found: list[str]) -> None:
    assert fetched(markup) == found
