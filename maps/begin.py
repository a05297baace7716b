"""A project begun from one sheet: its folder, its mapping, and a project file that publishes nothing yet."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from data import GateRefused, Options, Proposal, UsageProblem, propose_mapping, sheet_mapping, write_atomic

OWN = "strikeatlas"


def begin_project(sheet: Path, folder: Path, *, layer: str | None = None) -> tuple[Path, Proposal | None]:
    """
    Make a project of one sheet, which is copied into it; nothing that is there is written over.

    Parameters
    ----------
    sheet
        A table of one's own, or of a recorder that is known by its columns.
    folder
        Where the project is to stand: `atlas.toml`, and beside it `inputs/` with the sheet and its mapping.
    layer
        The sheet of a workbook, or the layer, that is meant.

    Returns
    -------
    tuple
        The project file, and the mapping that was proposed; None for a recorder that is known.

    Raises
    ------
    GateRefused
        There is a project in the folder, or a file of one of these names.
    InputRefused, UsageProblem
        The sheet cannot be read.
    """
    settings, copy = folder / "atlas.toml", folder / "inputs" / sheet.name
    mapping_file = copy.with_suffix(".toml")
    for there in (settings, copy, mapping_file):
        if there.exists():
            raise GateRefused(f"{there} is there already.", hint="Name another folder, or add an [[inputs]] by hand.")
    if folder.exists() and not folder.is_dir():
        raise UsageProblem(f"{folder} is a file.", hint="Name a folder.")
    options = Options(layer=layer)
    known, guessed = sheet_mapping(sheet, {}, options=options)
    # A table that bears our own names is read by them; whatever else it says of itself is a guess, to be looked at.
    as_it_is = known.name != OWN or (not guessed and not any(rule.order for rule in known.rules))
    proposal = None if as_it_is else propose_mapping(sheet, options=options)
    recorder = known.name if proposal is None else f"inputs/{mapping_file.name}"
    copy.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(copy, sheet.read_bytes(), mode=0o600)
    if proposal is not None:
        write_atomic(mapping_file, proposal.toml.encode())
    write_atomic(settings, _settings(sheet, recorder, layer, proposal).encode())
    return settings, proposal


def _settings(sheet: Path, recorder: str, layer: str | None, proposal: Proposal | None) -> str:
    named = tomllib.loads(proposal.toml)["recorder"] if proposal else recorder
    return f"""# What the page is about, what it is made from, and what may be published. Every key: docs/project.md

[atlas]
title = {_text(sheet.stem)}
complete = false        # true once these records are all there are; until then every headline says "in this sample"

[[inputs]]
path = {_text(f"inputs/{sheet.name}")}
recorder = {_text(recorder)}{f"{chr(10)}layer = {_text(layer)}" if layer else ""}
# licence = ""          # what its owner says may be done with it
# redistribution = ""   # "full": its rows may be shown; "aggregated": only in totals; unknown is "none"

# Nothing is published before these are decided; see docs/publishing.md.
[publish]
statuses = []           # which grades may be shown, as recorder/grade; without a grade: {_text(f"{named}/none")}
attribution = ""        # to whom the data is owed
licence = ""            # of what is published, such as "CC-BY-4.0"
"""


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
