"""K018 other-place: what holds elsewhere says so.

What: a file whose `place` is not Jiangmen, Guangdong or the whole country names that place in its title.
Why: a Jiangmen citizen who reads Guangzhou's rule without its name travels with the wrong papers.
Mend: put the place into the title: 广州居住证怎么办（广州的规定）.

Pass:
    place: 广州   title: 广州的居住证怎么办
Fail:
    place: 广州   title: 居住证怎么办
"""

from collections.abc import Iterable

from assistant.curation.findings import Context, Finding

CODE = "K018"
NAME = "unmarked-other-place"


def check(context: Context) -> Iterable[Finding]:
    """A file about another place whose title does not name it."""
    file = context.file
    place = file.text("place")
    if place and place not in context.vocabulary.home_places and place not in file.text("title"):
        yield context.error(
            CODE, file.at("title"), f"about {place}, but the title does not say so", f"put {place} into the title"
        )
