"""Places in a question: a question about elsewhere must not be answered with a rule that does not speak of it."""

import re
from collections.abc import Mapping

_COUNTRY = "全国"


class Places:
    """Place names and what they lie in; `home` is the city that the assistant serves."""

    def __init__(self, within: Mapping[str, str | None], *, home: str = "江门") -> None:
        self._within = within
        self._home = {name for name in within if home in self.around(name)}
        self._wide = self.around(home) - {home}
        longest_first = sorted(within, key=lambda name: (-len(name), name))
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if within else None

    def around(self, name: str) -> frozenset[str]:
        """The place itself and every wider one."""
        found = {name}
        while (wider := self._within.get(name)) and wider not in found:
            found.add(wider)
            name = wider
        return frozenset(found)

    def reach(self, name: str) -> frozenset[str]:
        """The places whose rules hold in `name`."""
        return self.around(name) | {_COUNTRY}

    def elsewhere(self, text: str) -> frozenset[str]:
        """The other places that `text` names, none if it names ours too."""
        named = set(self._pattern.findall(text)) if self._pattern else set()
        return frozenset() if named & self._home else frozenset(named - self._wide)
