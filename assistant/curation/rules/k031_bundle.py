"""K031 bundle: a bundle leads from step to step.

What: a published file of kind `bundle` has at least three sections; each links to a published entry and to the
section of it that answers (`/k/<id>#<anchor>`); and no step leads back to the bundle itself.
Why: a bundle (主题办: a birth, a retirement) says in which order things are done. What each step needs stands in its
own entry; a step without a link is a heading that leaves the citizen standing.
Mend: link the section of the entry that answers the step. If no entry does, write a gap file and link that.

Pass:
    上户口：出生后一个月内。看[新生儿上户口](/k/newborn-registration#deadline)。
Fail:
    上户口：出生后一个月内。
"""

import re
from collections.abc import Iterable

from assistant.curation.findings import Context, Finding
from assistant.curation.placing import find_in_section

CODE = "K031"
NAME = "loose-bundle"

KIND = "bundle"
LEAST = 3
_LINK = re.compile(r"\]\(/k/(?P<entry>[A-Za-z0-9_-]+)(?:#(?P<anchor>[A-Za-z0-9_-]+))?")


def check(context: Context) -> Iterable[Finding]:
    """Bundles with too few steps, steps that lead nowhere, and steps that lead in a circle."""
    file = context.file
    if not file.published or file.text("kind") != KIND:
        return
    if len(file.sections) < LEAST:
        yield context.error(
            CODE,
            file.at("kind"),
            f"a bundle of {len(file.sections)} sections; at least {LEAST} are wanted",
            "give each stage a section, or make it an ordinary guide",
        )
    for section in file.sections:
        links = list(_LINK.finditer(section.text))
        if not links:
            yield context.error(
                CODE,
                section.at,
                f"step {section.heading!r} links to no entry",
                "add a link such as [名](/k/id#section)",
            )
        for link in links:
            at = find_in_section(section, link[0])
            if link["entry"] == file.id:
                yield context.error(CODE, at, "the step leads back to this bundle", "link the entry that answers")
            elif link["anchor"] is None:
                yield context.error(
                    CODE, at, f"/k/{link['entry']} is linked without a section", f"write /k/{link['entry']}#<anchor>"
                )
