"""One process of citizens: each submits one petition and insists, with the same key, until there is a receipt.

One in twenty sends it once more, as a double click does, some of them at the same instant.
"""

import argparse
import asyncio
import json
import random
from pathlib import Path
from typing import Any, TextIO

import httpx

from assistant.backends.petition.client import PetitionClient
from assistant.shared.errors import BackendUnavailable

_AT_ONCE = 4
_TWICE = 0.05
_PATIENCE = 300  # tries, with half a second between: longer than any restart
STORIES = (
    "楼下烧烤店天天油烟熏死人", "工地半夜还在施工，吵得睡不着", "路灯坏了半个月没人修", "老板拖欠三个月工资不给",
    "物业收费不公开，电梯经常坏", "河涌发臭，鱼都死了", "公交站牌被撞倒，一直没有人管", "希望村里多装几盏路灯",
)  # fmt: skip


def petition(name: str, dice: random.Random) -> dict[str, Any]:
    """A petition that no other submission of the storm equals."""
    return {
        "petitioner": {"name": "storm", "phone": "13800138000"},
        "text": f"{dice.choice(STORIES)} {name}",
        "district": dice.choice(("蓬江区", "江海区", "新会区", "台山市")),
    }


async def submit(client: PetitionClient, name: str, book: TextIO) -> None:
    """The receipt of one submission, and of each time it was sent again, is in the book."""
    dice = random.Random(name)
    body, key = petition(name, dice), f"storm-{name}"
    again = dice.random()
    if again < _TWICE / 2:
        receipts = await asyncio.gather(insist(client, body, key), insist(client, body, key))
    else:
        receipts = [await insist(client, body, key)]
        if again < _TWICE:
            receipts.append(await insist(client, body, key))
    for receipt in receipts:
        line = {"key": key} if receipt is None else {"key": key, **_kept(receipt)}
        book.write(json.dumps(line) + "\n")
    book.flush()


def _kept(receipt: dict[str, Any]) -> dict[str, str]:
    return {"number": receipt["number"], "code": receipt["query_code"], "hash": receipt["receipt_hash"]}


async def insist(client: PetitionClient, body: dict[str, Any], key: str) -> dict[str, Any] | None:
    """The receipt, or None where even patience brought none."""
    for _ in range(_PATIENCE):
        try:
            return await client.register(body, key=key)
        except BackendUnavailable:
            await asyncio.sleep(0.5)
    return None


async def storm(asked: argparse.Namespace) -> None:
    """All submissions of this process are in its book."""
    waiting = iter(range(asked.submissions))
    with asked.book.open("a", encoding="utf-8") as book:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{asked.port}", timeout=20, trust_env=False) as http:
            client = PetitionClient(http)

            async def citizen() -> None:
                for n in waiting:
                    await submit(client, f"{asked.seed}-{asked.process}-{n}", book)

            await asyncio.gather(*(citizen() for _ in range(_AT_ONCE)))


def main() -> None:
    """The citizens of one process."""
    parser = argparse.ArgumentParser()
    for name in ("--port", "--submissions", "--process", "--seed"):
        parser.add_argument(name, type=int, required=True)
    parser.add_argument("--book", type=Path, required=True)
    asyncio.run(storm(parser.parse_args()))


if __name__ == "__main__":
    main()
