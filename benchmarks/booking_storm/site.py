"""The notary system under the storm, served alone: three offices of capacity 1 to 3, two rooms a mission, short holds.

`--twin` takes lock and constraints away, to show that the storm notices what they prevent.
"""

import dataclasses
from datetime import timedelta

from sqlalchemy import text

from assistant.backends.cipher import AesGcmCipher
from assistant.backends.notary import repository
from assistant.backends.notary.catalogue import Catalogue, load_catalogue
from assistant.backends.notary.endpoints import create_app
from assistant.backends.notary.model import Office
from assistant.backends.notary.schedule import load_schedule
from assistant.persistence.database import create_database
from assistant.persistence.migrate import upgrade
from benchmarks.serving import asked, serve

CAPACITIES = {"one": 1, "two": 2, "three": 3}
MISSIONS = ("singapore", "kuala-lumpur", "penang", "kuching", "kota-kinabalu")
ROOMS = 2


def storm_catalogue() -> Catalogue:
    """The served catalogue with offices of our own."""
    usual = load_catalogue()
    offices = {code: Office(code, code, code, capacity) for code, capacity in CAPACITIES.items()}
    return dataclasses.replace(usual, offices=offices)


def main() -> None:
    """Serves until it is killed."""
    told = asked(hold=float)
    engine = create_database(told.url)
    upgrade(engine)
    if told.twin:
        repository.lock_interval = lambda _connection, _slot: None
        with engine.begin() as connection:
            for name in ("office_starts_at_seat", "mission_starts_at_room"):
                connection.execute(text(f"ALTER TABLE notary_seats DROP CONSTRAINT IF EXISTS uq_notary_seats_{name}"))
    schedule = dataclasses.replace(
        load_schedule(), hold_for=timedelta(seconds=told.hold), mission_capacity=ROOMS, reminders=()
    )
    app = create_app(
        engine=engine,
        cipher=AesGcmCipher(b"k" * 32),
        pepper=b"p" * 32,
        catalogue=storm_catalogue(),
        schedule=schedule,
    )
    serve(app, told.port)


if __name__ == "__main__":
    main()
