"""The gallery of all messages is there for whoever develops, and for nobody else."""

from pathlib import Path

from gateway_site import a_site


async def test_the_gallery_is_open_in_development_and_unknown_in_production(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        open_door = await site.http.get("/chat/gallery")
        assert (open_door.status_code, open_door.headers["location"]) == (307, "/static/gallery.html")

        site.app.state.environment = "production"

        assert (await site.http.get("/chat/gallery")).status_code == 404
