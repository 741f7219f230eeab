"""K010 link: an address is shown only where it may be.

What: a source has a `url` only if every fact it names has `cite_link: true`, and the address is that of a fact.
Why: some pages are mirrors of doubtful standing: the fact may be said, but we don't send citizens there.
Mend: remove `url` and name publisher and date; for a law name `law` and `article`.
Silent where the fact book is absent.

Pass:
    - {id: s1, publisher: 中国驻埃及大使馆, url: http://eg.china-embassy.gov.cn/…, facts: [video_notary_031]}
Fail:
    - {id: s1, publisher: 网站转述, url: http://684413.com/…, facts: [hotlines_005]}
"""

from collections.abc import Iterable

from assistant.curation.findings import Context, Finding

CODE = "K010"
NAME = "unshowable-link"


def check(context: Context) -> Iterable[Finding]:
    """Every address that the facts don't let us show."""
    file, facts = context.file, context.facts
    for index, source in enumerate(file.sources):
        if source.url is None:
            continue
        at = file.at("sources", index, "url")
        if not source.url.startswith(("http://", "https://")):
            yield context.error(
                CODE, at, f"url {source.url!r} is no web address", "start it with https:// or remove it"
            )
        elif facts is not None:
            rows = [facts[fact] for fact in source.facts if fact in facts]
            hidden = [fact.id for fact in rows if not fact.cite_link]
            if hidden:
                yield context.error(
                    CODE,
                    at,
                    f"the address of {hidden[0]} may not be shown (cite_link: false)",
                    "remove `url`; name publisher and date, or law and article",
                )
            elif rows and source.url not in {fact.source_url for fact in rows}:
                yield context.error(
                    CODE, at, "this address is that of none of the source's facts", f"use {rows[0].source_url}"
                )
