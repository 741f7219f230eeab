"""A contract in which numbers, codes and holds are ones that exist, so that fuzzing gets behind them."""

from typing import Any

import httpx

from benchmarks.api_fuzz.site import CODE

_MADE = 40
_PETITION = {"petitioner": {"name": "fuzz", "phone": "13800138000"}, "text": "路灯坏了"}
_APPLICANT = {"name": "fuzz", "phone": "+65 6555 0199", "nationality": "cn"}
_WHERE = {"office": "wuyi", "mission": "singapore"}


def with_known(contract: dict[str, Any], api: str, http: httpx.Client) -> dict[str, Any]:
    """The contract whose parameters name things that were just made in the system behind `http`."""
    values = {"code": [CODE], **(_petitions(http) if api == "petition" else _bookings(http))}
    for methods in contract["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                if parameter["name"] in values:
                    parameter["schema"] = {"type": "string", "enum": values[parameter["name"]]}
    for name, schema in contract["components"]["schemas"].items():
        for field in set(values) & set(schema.get("properties", {})) if name.endswith("In") else ():
            schema["properties"][field] = {"type": "string", "enum": values[field]}
    return contract


def _post(http: httpx.Client, path: str, body: dict[str, Any], n: int) -> dict[str, Any]:
    answer = http.post(path, json=body, headers={"Idempotency-Key": f"known-{path.strip('/')}-{n:04d}"})
    made: dict[str, Any] = answer.raise_for_status().json()
    return made


def _petitions(http: httpx.Client) -> dict[str, list[str]]:
    return {"number": [str(_post(http, "/petitions", _PETITION, n)["number"]) for n in range(_MADE)]}


def _bookings(http: httpx.Client) -> dict[str, list[str]]:
    slots = http.get("/slots", params={**_WHERE, "limit": 3 * _MADE}).json()["slots"]
    ids = [str(slot["slot_id"]) for slot in slots]
    holds = [str(_post(http, "/holds", {"slot_id": slot}, n)["hold_id"]) for n, slot in enumerate(ids[: 2 * _MADE])]
    order = {"applicant": _APPLICANT, "matter": "mandate", **_WHERE}
    booked = [_post(http, "/bookings", {**order, "hold_id": hold}, n) for n, hold in enumerate(holds[:_MADE])]
    numbers = [str(each["number"]) for each in booked]
    return {"number": numbers, "hold_id": holds[_MADE:], "slot_id": ids[_MADE:], "office": ["wuyi", "taishan"],
            "mission": ["singapore", "vancouver"], "matter": ["mandate", "declaration"]}  # fmt: skip
