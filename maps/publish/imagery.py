"""The gate for images: dated, not under embargo, with a licence and a name, and light enough."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from data import GateRefused, UsageProblem

from ..page import Drawn, drawn_images, last_day, online_layers
from ..project import OnlineLayer, Project


def check_imagery(project: Project, as_of: date) -> None:
    """
    Stop, and say what to decide, where an image of the project may not go out.

    An image shows what was there on its day as much as any record does: so the embargo of the policy holds for it,
    counted from the last day that its date can mean.

    Raises
    ------
    GateRefused
        It has no date, licence or credit, is under embargo, or is too large; or it is an online layer of a server that
        the policy does not name.
    """
    for layer, server in _servers(project):
        _check_online(layer, server.host, project, as_of)
    for number, one in enumerate(project.imagery):
        where = f"the image {one.title or number + 1} in [[layers]]"
        if not one.licence:
            raise GateRefused(f"No licence is stated for {where}.", hint="Write what its owner allows in licence.")
        if not one.credit:
            raise GateRefused(f"Nobody is named as the owner of {where}.", hint="Write it in credit.")
    try:
        images = drawn_images(project)
    except UsageProblem as fault:
        raise GateRefused(fault.message, hint=fault.hint) from fault
    for image in images:
        _check_days(image, as_of - timedelta(days=project.publish.embargo_days))


def _servers(project: Project) -> list[tuple[OnlineLayer, Any]]:
    try:
        return online_layers(project)
    except UsageProblem as fault:
        raise GateRefused(fault.message, hint=fault.hint) from fault


def _check_online(layer: OnlineLayer, host: str, project: Project, as_of: date) -> None:
    """Stop at a page that would ask a server elsewhere, where the policy does not say so by name."""
    if host not in project.publish.online_hosts:
        raise GateRefused(
            f"An online layer in [[layers]] would let {host} see who looks at which place.",
            hint=f"Leave it out, or decide on it: publish.online_hosts = ['{host}'].",
        )
    until = as_of - timedelta(days=project.publish.embargo_days)
    for told in filter(None, (layer.date, layer.released)):
        if last_day(told) > until:
            raise GateRefused(
                f"The online layer of {host} is of {told}, and the embargo lets out nothing after {until.isoformat()}.",
                hint="Leave it out until then, or decide on publish.embargo_days.",
            )


def _check_days(image: Drawn, until: date) -> None:
    for role, picture in image.pictures:
        if role == "difference":
            continue
        taken = picture.acquired.date
        if not taken:
            raise GateRefused(f"It is not known when {picture.source} was taken.", hint="Write its date in [[layers]].")
        if last_day(taken) > until:
            raise GateRefused(
                f"{picture.source} was taken on {taken}, and the embargo lets out nothing after {until.isoformat()}.",
                hint="Leave it out until then, or decide on publish.embargo_days.",
            )
