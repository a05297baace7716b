"""The small page for a frame in somebody else's: the map alone, one record at a time, and the way to the whole page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..project import Project
from ..select import Selection
from .assets import bundle_text, finished, shell
from .elements import BASE, JSON, MODEL, RECORDS, packed
from .inert import inert_json
from .pagedata import PageData, unit_names
from .payload_tables import embedded_payload
from .records import joined
from .security import content_policy

SHELL, WHOLE = "embed.html.jinja", "index.html"
# Of the whole page's model, what the small one says.
SAID = ("title", "language", "languages", "sample", "view", "claimants")


@dataclass(frozen=True)
class EmbedData:
    """What the data blocks of the small page hold."""

    model: dict[str, Any]
    records: bytes
    base: bytes


def embed_data(selection: Selection, data: PageData) -> EmbedData:
    """Everything of a selection that goes into its small page, beside that which goes into its whole page."""
    policy = selection.policy
    model = {name: data.model[name] for name in SAID} | {
        "attribution": {"en": policy.attribution, "ar": policy.attribution_ar or policy.attribution},
        "licence": policy.licence,
        "as_of": selection.as_of.isoformat(),
        "page": WHOLE,
    }
    return EmbedData(model, embedded_payload(selection, joined(selection, unit_names())), data.base)


def embed_of(project: Project, data: EmbedData) -> str:
    """
    Return the small page around its data blocks, under a policy that names its one script and its one style (S1.2).

    It asks nothing of any server, and it is light: without its data it stays under 100 kB.
    """
    script, style = bundle_text("embed.js"), bundle_text("embed.css")
    language = project.atlas.languages[0]
    blocks = [
        {"id": MODEL, "type": JSON, "text": inert_json(data.model)},
        packed(RECORDS, data.records),
        packed(BASE, data.base),
    ]
    return shell(SHELL).render(
        title=(project.atlas.title_ar if language == "ar" else "") or project.atlas.title,
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        words=json.loads(bundle_text(f"{language}.json")),
        page=WHOLE,
        csp=content_policy([script], [style]),
        blocks=[block | {"text": finished(block["text"])} for block in blocks],
        styles=[finished(style)],
        scripts=[finished(script)],
    )
