"""Files that go with a petition: judged by content, cleaned, sealed, forgotten with the session."""

import io
from pathlib import Path

import pytest
from gateway_site import Site, a_site
from PIL import Image


def a_photo(kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, kind, **options)
    return out.getvalue()


async def send(site: Site, data: bytes, name: str = "a.jpg") -> tuple[int, dict]:
    response = await site.http.post("/api/v1/uploads", headers=site.headers, files={"file": (name, data)})
    return response.status_code, response.json()


async def test_a_photo_is_kept_sealed_and_without_what_was_hidden_in_it(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET PLACE"
    async with a_site(tmp_path) as site:
        status, body = await send(site, a_photo(exif=exif) + b"<script>SECRET TAIL</script>")
        assert status == 201 and body["media_type"] == "image/jpeg"
        stored = (tmp_path / "uploads" / body["id"]).read_bytes()
        assert b"SECRET" not in stored and not stored.startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    "data", [b"<html>not a photo</html>", b"\x89PNG\r\n\x1a\nbroken", b"", b"PK\x03\x04zip"], ids=["html", "png", "empty", "zip"]
)
async def test_content_that_is_no_photo_or_pdf_is_refused_whatever_its_name(tmp_path: Path, data: bytes) -> None:
    async with a_site(tmp_path) as site:
        status, body = await send(site, data, "holiday.png")
        assert (status, body["code"]) == (422, "upload-refused") and body["mend"] and body["text"]


async def test_a_sixth_file_and_a_file_over_ten_megabytes_are_refused(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        for _ in range(5):
            assert (await send(site, b"%PDF-1.7 small"))[0] == 201
        assert (await send(site, b"%PDF-1.7 small"))[1]["code"] == "upload-refused"
        await site.open()
        assert (await send(site, b"%PDF-1.7" + b"x" * 10 * 1024 * 1024))[0] in (413, 422)


async def test_ending_the_session_removes_its_files(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        await send(site, a_photo("PNG"))
        assert list((tmp_path / "uploads").iterdir())
        await site.http.delete("/api/v1/sessions/current", headers=site.headers)
        assert not list((tmp_path / "uploads").iterdir())


async def test_only_files_of_the_session_are_named_in_its_petition(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        mine = (await send(site, b"%PDF-1.7 small", "a.pdf"))[1]["id"]
        first = site.session_id
        await site.open()
        theirs = (await send(site, a_photo()))[1]["id"]
        named = site.app.state.uploads.attached(first, [mine, theirs])
        assert [each["name"] for each in named] == [f"{mine}.pdf"]
        assert named[0]["size"] == 14 and len(named[0]["sha256"]) == 64 and named[0]["media_type"] == "application/pdf"
