"""The timetable: all openings of an office and a mission, worked out once a day and pair and kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from assistant.backends.notary import model
from assistant.backends.notary.catalogue import Catalogue
from assistant.backends.notary.model import BEIJING, Entry, IsWorkday, Mission, Office, Opening, Spans
from assistant.backends.notary.schedule import Schedule
from assistant.backends.notary.schedule_days import IsHoliday, office_works, public_holiday

OFFICE, MISSION = "office", "mission"
_MOST_DAYS = 30_000  # a quarter of all pairs is 11,000; a process that runs for years must not keep them all
Starts = tuple[tuple[datetime, int | None], ...]
Entries = Mapping[tuple[str, str], tuple[Entry, ...]]


@dataclass
class Timetable:
    """Openings by weekly hours, holidays and one edition of the staff's entries; ask `edition` for another.

    What is kept are pure results, so threads that work one out twice do no harm.
    """

    catalogue: Catalogue
    schedule: Schedule
    works: IsWorkday = office_works
    is_holiday: IsHoliday = public_holiday
    entries: Entries = field(default_factory=dict)
    version: object = None
    _prepared: tuple[date, date] | None = None
    _days: dict[tuple[str, str, date], tuple[Opening, ...]] = field(default_factory=dict)
    _office_days: dict[tuple[str, date], Starts] = field(default_factory=dict)
    _mission_days: dict[tuple[str, date], Spans] = field(default_factory=dict)

    def edition(self, entries: Entries, version: object) -> "Timetable":
        """The same hours under other entries."""
        return Timetable(self.catalogue, self.schedule, self.works, self.is_holiday, entries, version)

    def prepare(self, first: datetime, last: datetime) -> Iterator[Opening]:
        """Every opening of every pair from `first` to `last`, worked out and kept so that no search waits for it;
        nothing where that was done before."""
        wanted = (first.date(), last.date())
        if self._prepared == wanted:
            return
        for office in self.catalogue.offices.values():
            for mission in self.catalogue.missions.values():
                yield from self.between(office, mission, first, last)
        self._prepared = wanted

    def between(self, office: Office, mission: Mission, first: datetime, last: datetime) -> list[Opening]:
        """Every opening that starts from `first` to `last`, both included, in order."""
        day, end = first.astimezone(BEIJING).date(), last.astimezone(BEIJING).date()
        found: list[Opening] = []
        while day <= end:
            found += self._day(office, mission, day)
            day += timedelta(days=1)
        return [each for each in found if first <= each.slot.start <= last]

    def at(self, office: Office, mission: Mission, start: datetime) -> Opening | None:
        """The opening that starts at `start`, or None."""
        return next(iter(self.between(office, mission, start, start)), None)

    def capacity(self, opening: Opening) -> tuple[int, int]:
        """How many seats the office and the mission have in `opening`."""
        usual = self.catalogue.offices[opening.slot.office].capacity
        return opening.office_capacity or usual, opening.mission_capacity or self.schedule.mission_capacity

    def _day(self, office: Office, mission: Mission, day: date) -> tuple[Opening, ...]:
        key = (office.code, mission.code, day)
        found = self._days.get(key)
        if found is None:
            found = tuple(
                model.openings(
                    self.catalogue.rules,
                    office.code,
                    mission,
                    self._office_starts(office, day),
                    lambda local: self._mission_spans(mission, local),
                )
            )
            if len(self._days) >= _MOST_DAYS:
                self._days.clear()
            self._days[key] = found
        return found

    def _office_starts(self, office: Office, day: date) -> Starts:
        key = (office.code, day)
        if key not in self._office_days:
            entries = self.entries.get((OFFICE, office.code), ())
            windows = self.catalogue.rules.windows
            spans = model.day_spans(day, windows, entries, working=self.works(day))
            self._office_days[key] = tuple(model.office_starts(self.catalogue.rules, day, spans))
        return self._office_days[key]

    def _mission_spans(self, mission: Mission, day: date) -> Spans:
        key = (mission.code, day)
        if key not in self._mission_days:
            entries = self.entries.get((MISSION, mission.code), ())
            works = not self.is_holiday(mission.country, self.schedule.regions.get(mission.code), day)
            self._mission_days[key] = model.day_spans(day, (mission.window,), entries, working=works)
        return self._mission_days[key]
