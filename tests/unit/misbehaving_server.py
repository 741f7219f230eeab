"""A petition system on loopback that misbehaves as it is told, one fault a request, and does each key's deed once."""

import asyncio
import json
import socket
import struct
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

FAULTS = ("reset", "close", "half-head", "half-body", "no-json", "list", "noise", "500", "502", "503", "504")

RECEIPT = {
    "number": "XF20261122000011",
    "query_code": "123456",
    "accept_by": "2026-12-07",
    "finish_by": "2027-02-05",
}


class Misbehaving:
    """Plays `faults` in order, then behaves. `keys` are those it was sent, `deeds` counts what was done under each."""

    def __init__(self, faults: list[str]) -> None:
        self._faults = faults
        self.keys: list[str] = []
        self.deeds: Counter[str] = Counter()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
            await reader.readexactly(int(headers.get("content-length", "0")))
            await self._answer(headers.get("idempotency-key", ""), writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, key: str, writer: asyncio.StreamWriter) -> None:
        self.keys.append(key)
        fault = self._faults.pop(0) if self._faults else "good"
        # Done before anything goes wrong: the worst case, in which the client cannot know.
        self.deeds[key] += self.deeds[key] == 0
        receipt = json.dumps({**RECEIPT, "deed": self.deeds[key]}).encode()
        match fault:
            case "reset":
                raw = writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            case "close":
                pass
            case "half-head":
                writer.write(b"HTTP/1.1 201 Cre")
            case "half-body":
                writer.write(_message(201, receipt, length=len(receipt) + 40))
            case "no-json":
                writer.write(_message(201, b"<html>"))
            case "list":
                writer.write(_message(201, b"[]"))
            case "noise":
                writer.write(b"\x16\x03\x01\x02\x00 not HTTP at all\r\n\r\n")
            case "hang":
                await asyncio.sleep(5)
            case "drip":
                writer.write(_message(201, b"", length=len(receipt)))
                for byte in receipt:
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(0.1)
            case "busy":
                writer.write(_message(503, b"{}", more="Retry-After: 1\r\n"))
            case "good" | "twice":
                writer.write(_message(201, receipt) * (2 if fault == "twice" else 1))
            case status:
                writer.write(_message(int(status), b"<html>upstream</html>"))
        await writer.drain()


@asynccontextmanager
async def misbehaving(faults: list[str]) -> AsyncIterator[tuple[Misbehaving, str]]:
    """The server and its address, for as long as the block."""
    played = Misbehaving(list(faults))
    server = await asyncio.start_server(played.serve, "127.0.0.1", 0)
    try:
        yield played, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


def _message(status: int, body: bytes, *, length: int | None = None, more: str = "") -> bytes:
    size = len(body) if length is None else length
    head = f"HTTP/1.1 {status} Whatever\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n"
    return f"{head}{more}Connection: close\r\n\r\n".encode() + body
