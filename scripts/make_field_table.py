"""Writes docs/fields.md, the manual's field table, from data/fields.toml; run it after every change there."""

from pathlib import Path

from data import fields, tables, warning_codes, words

PAGE = Path(__file__).resolve().parent.parent / "docs" / "fields.md"
HEAD = """# The field dictionary

Made from `data/fields.toml` by `scripts/make_field_table.py`. A column that does not stand here is private.
Dates are text in ISO 8601 at the precision they came with: `2017-03-17`, `2017-03`, `2017`.
Counts are a pair: null is unknown, never zero; a minimum without a maximum is "at least".
"""


def table_section(name: str) -> str:
    """One table of the dictionary."""
    lines = [f"\n## {name}\n", "| column | type | seen by | meaning |", "|---|---|---|---|"]
    for item in fields(name):
        kind = f"{item.type}, {item.unit}" if item.unit else item.type
        known = f" One of: {', '.join(words(item.words))}." if item.words else ""
        lines.append(f"| `{item.name}` | {kind} | {item.see} | {item.meaning}{known} |".replace("\n", " "))
    return "\n".join(lines) + "\n"


def warning_section() -> str:
    """The warning codes and their meaning."""
    lines = ["\n## Warnings\n", "A warning never removes a row.\n", "| code | meaning |", "|---|---|"]
    lines += [f"| `{code}` | {about['meaning']} |" for code, about in sorted(warning_codes().items())]
    return "\n".join(lines) + "\n"


def page() -> str:
    """The whole page."""
    return HEAD + "".join(table_section(name) for name in tables()) + warning_section()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
