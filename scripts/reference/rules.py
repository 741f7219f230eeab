"""docs/reference/lint-rules.md: the page of every rule of the knowledge linter."""

from assistant.curation.lint import Rule, all_rules
from scripts.reference.page import page, table


def rules_page() -> str:
    """The page as it must be for the code as it is."""
    rules = all_rules()
    index = [(f"[{rule.code}](#{_anchor(rule)})", rule.name, _says(rule)) for rule in rules]
    return page(
        "Rules of the knowledge linter",
        "the docstrings of assistant/curation/rules",
        "`assistant knowledge lint` runs them all and names file, line, fault and mend; "
        "`assistant knowledge explain K008` prints one of these pages.",
        table(("rule", "name", "says"), index),
        *(f"## {rule.code} {rule.name}\n\n{_says(rule)}\n\n{_body(rule)}" for rule in rules),
    )


def _says(rule: Rule) -> str:
    said = rule.page.splitlines()[0].partition(": ")[2]
    return said[:1].upper() + said[1:]


def _body(rule: Rule) -> str:
    """Each of What, Why, Mend, Pass and Fail as a paragraph of its own."""
    lines: list[str] = []
    for line in rule.page.splitlines()[1:]:
        word, colon, rest = line.partition(":")
        if colon and word in ("What", "Why", "Mend", "Fix", "Pass", "Fail"):
            lines += ["", f"**{word}.**{rest}", *([""] if not rest.strip() else [])]
        else:
            lines.append(line)
    return "\n".join(lines).strip()


def _anchor(rule: Rule) -> str:
    return f"{rule.code}-{rule.name}".lower()
