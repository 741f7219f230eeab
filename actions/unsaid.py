"""A telephone number, an address or a price that is asked for and does not stand in what would be answered.

The nearest section says everything but that: it is shown, and first it is said that this much is not known. Pure.
"""

import re

from assistant.retrieval.schemas import Hit

_ASKED = {
    "phone": re.compile(
        r"电话(?:号码?|呢|(?:是|系)?(?:多少|几多|几号|乜)|给我|俾我|[和同及跟、与]地址)|电话\s*[?？。]?$|打边个(?:号码|电话)"
        r"|\b(?:phone|telephone) (?:number|no)\b|\bnumber to call\b",
        re.IGNORECASE,
    ),
    "address": re.compile(
        r"地址(?:呢|(?:是|系|在|喺)|给我|俾我|[和同及跟、与]电话)|地址\s*[?？。]?$|在[哪边]条[街路]|喺边条[街路]"
        r"|\b(?:street|office) address\b|\baddress of\b",
        re.IGNORECASE,
    ),
    "price": re.compile(r"多少钱|几多钱|几钱|多少元|\bhow much (?:is|are|does|do|will)\b", re.IGNORECASE),
}
# What would be an answer. The hotline of everything is not the telephone of anybody in particular.
_TOLD = {
    "phone": re.compile(r"\d{3,4}-?\d{7,8}|(?<!\d)(?!1234[58])1\d{4}(?!\d)|(?<!\d)1[12]\d(?!\d)"),
    "address": re.compile(r"[路街道巷]\d+号|\d+号|[路街](?!道)|大厦|大楼|\b(?:road|street|avenue)\b", re.IGNORECASE),
    "price": re.compile(r"\d\s*(?:元|块|%)|免费|不收|不[用要花]钱|\b(?:free|no fee|yuan|charge[sd]?)\b", re.IGNORECASE),
}
_HOTLINE = re.compile(r"1234[58]|热线|投诉|举报|咨询|哪里能?[找查]|hotline", re.IGNORECASE)
_ADMITS = re.compile(r"没有(?:经过)?核实|not confirmed|no confirmed")


def unsaid(question: str, hit: Hit) -> str | None:
    """phone, address or price, whichever `question` (Simplified or English) asks for and `hit` does not tell."""
    if hit.topic == "hotline":
        return None
    told = hit.text + "".join(part.text for part in hit.sections) + hit.facts.model_dump_json()
    told += f"{hit.en.summary} {hit.en.section or ''}" if hit.en else ""
    if _ADMITS.search(told):
        return None
    for thing, asked in _ASKED.items():
        if asked.search(question) and not _TOLD[thing].search(told):
            return None if thing == "phone" and _HOTLINE.search(question) else thing
    return None
