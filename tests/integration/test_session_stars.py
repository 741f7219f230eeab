"""How content a citizen was with a whole session."""

from pathlib import Path

from gateway_site import a_site
from sqlalchemy import select

from assistant.persistence.tables.gateway import sessions


async def test_the_newest_stars_of_a_session_stand_and_only_one_to_five_are_stars(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        path = "/api/v1/sessions/current/stars"
        for stars, status in ((2, 204), (5, 204), (0, 422), (6, 422)):
            given = await site.http.put(path, headers=site.headers, json={"stars": stars})
            assert given.status_code == status
        with site.engine.connect() as connection:
            assert connection.execute(select(sessions.c.stars)).scalars().all() == [5]
        assert (await site.http.put(path, json={"stars": 3})).status_code == 401
