"""How many examples each property tries: in CI a few, always the same.

`FUZZ=50 pytest tests/test_properties.py` tries fifty times as many, different ones in each run.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("FUZZ", "1"))

SLOW_BUT_SOUND = (
    *(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
    HealthCheck.function_scoped_fixture,
)

settings.register_profile("ci", derandomize=TIMES == 1, deadline=None)
settings.load_profile("ci")


def examples(few: int, fuzzed: int | None = None) -> settings:
    """Return the settings of a property that CI tries with a `few` examples.

    FUZZ multiplies `few`, or `fuzzed` if the property is so slow that CI tries fewer than that.
    """
    number = few if TIMES == 1 else (fuzzed or few) * TIMES
    return settings(max_examples=number, suppress_health_check=SLOW_BUT_SOUND)
