"""A petition system of another make, in memory: its own words, its own clock, no idempotency keys."""

import itertools
from datetime import datetime
from typing import Any

from fastapi import FastAPI

from assistant.backends.clock import BEIJING


class ForeignSystem:
    """`cases` by their number; `broken` makes the next calls fail after they were done."""

    def __init__(self) -> None:
        self.cases: dict[str, dict[str, Any]] = {}
        self.broken = 0
        self._serials: dict[str, str] = {}
        self._count = itertools.count(1)
        self.app = self._served()

    def advance(self, number: str, status: str, word: str, office: str | None = None) -> None:
        """Staff took a step."""
        case = self.cases[number]
        case["ajzt"] = status
        case["bljg"] = office or case["bljg"]
        case["lc"].append(_line(word, status))

    def _served(self) -> FastAPI:
        app = FastAPI()

        @app.post("/xf/add")
        async def add(case: dict[str, Any]) -> Any:
            serial = case.pop("wbh")
            if serial not in self._serials:
                number = f"粤信{next(self._count):06d}"
                self._serials[serial] = number
                self.cases[number] = {**case, "bh": number, "ajzt": "01", "bljg": "信访局", "lc": [_line("登记", "01")]}
            return self._said(self.cases[self._serials[serial]])

        @app.get("/xf/detail")
        async def detail(bh: str) -> Any:
            return self._said(self.cases[bh]) if bh in self.cases else {"code": 404, "msg": "查无此件"}

        @app.post("/xf/bc")
        async def supplement(said: dict[str, Any]) -> Any:
            case = self.cases[said["bh"]]
            if case["ajzt"] in ("08", "09"):
                return {"code": 52, "msg": "已办结"}
            if said["wbh"] not in self._serials:
                self._serials[said["wbh"]] = said["bh"]
                case["lc"].append(_line("补充", case["ajzt"]))
            return self._said({})

        @app.post("/xf/cx")
        async def withdraw(said: dict[str, Any]) -> Any:
            case = self.cases[said["bh"]]
            if case["ajzt"] not in ("01", "02", "09"):
                return {"code": 51, "msg": "已受理，不能撤回"}
            if case["ajzt"] != "09":
                case["ajzt"] = "09"
                case["lc"].append(_line("撤回", "09"))
            return self._said({})

        return app

    def _said(self, data: dict[str, Any]) -> dict[str, Any]:
        if self.broken:
            self.broken -= 1
            return {"code": 500, "msg": "系统繁忙"}
        return {"code": 0, "data": data}


def _line(word: str, status: str) -> dict[str, str]:
    return {"sj": f"{datetime.now(BEIJING):%Y-%m-%d %H:%M:%S}", "cz": word, "ajzt": status}
