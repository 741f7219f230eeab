"""The garbage collector of a process that has loaded its models and now serves."""

import gc

_YOUNG = 20_000  # allocations before the youngest generation is looked at; Python's own is 700


def settle() -> None:
    """What is loaded by now is never looked at again, and the young are looked at more seldom.

    Models and libraries are millions of objects that stay: walking them again and again is a tenth of a turn's CPU.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 20)
