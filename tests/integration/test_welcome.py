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


async def test_a_page_about_one_domain_gets_its_questions_in_its_script_and_keeps_its_talk(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.search.entries = {"residence-permit-apply", "id-card-lost", "retirement-age"}
        opened = await site.open(locale="zh-HK", topic="id_household")
        questions = opened["messages"][-1]

        assert [item["title"] for item in questions["content"]["items"]] == ["身份證丟了怎麼補辦", "居住證怎麼辦"]
        assert questions["content"]["title"] == "這類事常用到的"
        assert opened["topics"] == []
        again = await site.open(resume=opened["token"], topic="social_security")
        assert (again["resumed"], again["messages"]) == (True, opened["messages"])


async def test_an_unknown_topic_is_as_none_and_the_known_ones_are_told(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.search.entries = {"id-card-lost"}
        site.clock.advance(minutes=1)  # until then nothing was known to be answered
        none, unknown = await site.open(), await site.open(topic="residence")

        said = [[message["fallback"] for message in opened["messages"]] for opened in (none, unknown)]
        assert said[0] == said[1] and len(said[0]) == 3
        assert none["topics"] == []
        assert "id_household" in unknown["topics"] and "residence" not in unknown["topics"]
        assert (await site.http.post("/api/v1/sessions", json={"topic": "x" * 65})).status_code == 422
