"""What pages and other sites fetch: gzipped where that is taken, free for any site to load, the demo never in production."""

from pathlib import Path

import pytest
from gateway_site import a_site
from starlette.datastructures import Headers

from assistant.gateway.pages import gzipped_twin

APP = "/static/app/launcher.js"


@pytest.mark.parametrize(
    ("accepts", "zipped"), [("gzip, deflate, br", True), ("br;q=1.0, gzip;q=0.8", True), ("br", False), ("", False)]
)
def test_the_gzipped_twin_goes_to_who_takes_it(tmp_path: Path, accepts: str, zipped: bool) -> None:
    path = tmp_path / "a.js"
    path.write_text("1")
    path.with_name("a.js.gz").write_bytes(b"x")

    found, headers = gzipped_twin(path, Headers({"accept-encoding": accepts}))

    assert found.name == ("a.js.gz" if zipped else "a.js")
    assert headers.get("Content-Encoding") == ("gzip" if zipped else None)
    assert headers["Vary"] == "Accept-Encoding"


def test_a_file_without_a_twin_goes_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    assert gzipped_twin(path, Headers({"accept-encoding": "gzip"})) == (path, {"Vary": "Accept-Encoding"})


async def test_the_launcher_may_be_loaded_by_any_site_and_is_asked_for_again_when_it_changed(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        for path in (APP, "/w/loader.js"):
            for accepts in ("gzip", "identity"):
                answer = await site.http.get(path, headers={"Accept-Encoding": accepts})
                assert answer.status_code == 200
                assert answer.headers["access-control-allow-origin"] == "*"
                assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
                assert answer.headers["content-type"].startswith("text/javascript")
                assert answer.headers.get("content-encoding") == ("gzip" if accepts == "gzip" else None)
                assert "import(" in answer.text
        page = await site.http.get("/static/page.css")
        assert "access-control-allow-origin" not in page.headers


async def test_the_demo_is_not_served_in_production(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        assert (await site.http.get("/demo")).status_code == 200
        site.app.state.environment = "production"
        assert (await site.http.get("/demo")).status_code == 404


async def test_behind_our_own_proxy_with_tls_the_cookie_without_a_script_is_for_tls_alone(tmp_path: Path) -> None:
    async with a_site(tmp_path, trusted_proxies=1) as site:
        forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
        answer = await site.http.post("/chat/plain", data={"text": "你好"}, headers=forwarded)

        assert "secure" in answer.headers["set-cookie"].lower()
