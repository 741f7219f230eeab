"""Recording: offered only where an own speech service is set, passed on and forgotten."""

import logging
from pathlib import Path

import httpx
import pytest
from gateway_site import Site, a_site

from assistant.gateway.speech import HttpSpeech, Speech
from assistant.shared.errors import BackendUnavailable, BadInput

URL = "https://speech.example/recognise"


class Listener:
    """A speech service that always hears the same."""

    def __init__(self, text: str = "身份证丢了怎么办") -> None:
        self.text = text
        self.given: list[tuple[bytes, str, str]] = []

    async def heard(self, audio: bytes, *, media_type: str, language: str) -> str:
        self.given.append((audio, media_type, language))
        return self.text


def stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def record(site: Site, audio: bytes = b"OggS-sound", media_type: str = "audio/webm;codecs=opus", lang: str = "zh-Hans") -> httpx.Response:
    headers = {**site.headers, "Content-Type": media_type}
    return await site.http.post("/api/v1/speech", params={"lang": lang}, content=audio, headers=headers)


async def test_without_a_speech_service_recording_is_neither_offered_nor_taken(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        assert (await site.open())["features"] == []
        refused = await record(site)
        assert (refused.status_code, refused.json()["code"]) == (404, "no-speech")


async def test_a_recording_becomes_text_for_the_citizen_and_leaves_no_trace(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with a_site(tmp_path) as site:
        listener: Speech = Listener("我的电话是13800138000")
        site.app.state.speech = listener
        assert (await site.open())["features"] == ["speech"]

        heard = await record(site)

        assert heard.json() == {"text": "我的电话是13800138000"}
        assert site.dialogue.requests == []
        assert "13800138000" not in caplog.text
        assert b"13800138000" not in stored(tmp_path)


async def test_what_was_heard_is_written_in_the_characters_of_the_page(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.app.state.speech = listener = Listener()
        heard = await record(site, lang="zh-Hant")

        assert heard.json()["text"] == "身份證丟了怎麼辦"
        assert listener.given == [(b"OggS-sound", "audio/webm", "zh-Hant")]


async def test_only_sound_of_a_session_is_taken_and_not_without_end(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.app.state.speech = Listener()
        assert (await record(site, media_type="text/html")).status_code == 422
        assert (await record(site, audio=b"")).status_code == 422
        assert (await record(site, audio=b"x" * (2 * 1024 * 1024 + 1))).status_code == 413
        site.token = "unknown"
        assert (await record(site)).status_code == 401


async def test_recordings_are_limited_by_the_minute(tmp_path: Path) -> None:
    async with a_site(tmp_path, rate_limits=True) as site:
        site.app.state.speech = Listener()
        statuses = [(await record(site)).status_code for _ in range(11)]

        assert statuses == [200] * 10 + [429]


async def test_the_http_service_gets_the_sound_and_its_text_comes_back() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"text": "你好", "confidence": 0.9})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url=URL) as http:
        assert await HttpSpeech(http, URL).heard(b"sound", media_type="audio/webm", language="zh-Hans") == "你好"
    assert (str(asked[0].url), asked[0].content) == (URL, b"sound")
    assert (asked[0].headers["content-type"], asked[0].headers["accept-language"]) == ("audio/webm", "zh-Hans")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(500), BackendUnavailable),
        (httpx.Response(200, text="not json"), BackendUnavailable),
        (httpx.Response(200, json={"words": "x"}), BackendUnavailable),
        (httpx.Response(415), BadInput),
    ],
)
async def test_every_failure_of_the_speech_service_is_one_of_ours(answer: httpx.Response, error: type[Exception]) -> None:
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: answer)) as http:
        with pytest.raises(error):
            await HttpSpeech(http, URL).heard(b"sound", media_type="audio/webm", language="en")


async def test_a_speech_service_that_cannot_be_reached_is_said_to_be_unavailable() -> None:
    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    async with httpx.AsyncClient(transport=httpx.MockTransport(refuse)) as http:
        with pytest.raises(BackendUnavailable):
            await HttpSpeech(http, URL).heard(b"sound", media_type="audio/webm", language="en")
