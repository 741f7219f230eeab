"""Times in what people say: Chinese of both scripts, written Cantonese, English. Both runtimes; anybody may import it.

`find_times(text, now=…, zone=…)` is pure: what it gives depends on its arguments alone. The rules are in ADR 10.
"""

from assistant.shared.text.times.find import find_times
from assistant.shared.text.times.model import Kind, TimeFound

__all__ = ["Kind", "TimeFound", "find_times"]
