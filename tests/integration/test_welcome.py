"""What is there before anything is said: the welcome with its doors, and for whoever develops the gallery."""

from pathlib import Path

from gateway_site import a_site


async def test_the_gallery_is_open_in_development_and_unknown_in_production(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        open_door = await site.http.get("/chat/gallery")
        assert (open_door.status_code, open_door.headers["location"]) == (307, "/static/gallery.html")

        site.app.state.environment = "production"

        assert (await site.http.get("/chat/gallery")).status_code == 404


async def test_a_new_session_is_welcomed_with_four_doors(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        opened = await site.open(locale="zh-HK")
        welcome, doors = opened["messages"]
        assert "江門" in welcome["fallback"] and welcome["lang"] == "zh-Hant"
        assert [item["title"] for item in doors["content"]["items"]] == [
            "我要辦事",
            "我要投訴反映",
            "海外僑胞",
            "查進度",
        ]
        assert [message["seq"] for message in opened["messages"]] == [1, 2]
