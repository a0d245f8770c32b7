"""Whatever malformed thing a server sends, it ends in an error of ours or in none.

The long version is ``python -m benchmarks.malformed``.
"""

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.malformed.attempts import cases, outcome
from benchmarks.malformed.decoders import DECODERS, Decoder, works
from benchmarks.malformed.recording import Answers, record

EACH = 65
"""Attempts at each decoder, some 2,000 in all."""


@pytest.fixture(scope="module")
def answers() -> Answers:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return record(works())


@pytest.fixture(autouse=True)
def once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is asked for again, and what libraries have to say of nonsense is not our concern."""
    monkeypatch.setenv("TILED_RETRY_ATTEMPTS", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("decoder", DECODERS, ids=lambda decoder: decoder.name)
def test_what_is_malformed_raises_nothing_of_others(decoder: Decoder, answers: Answers) -> None:
    @settings(
        max_examples=EACH, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(cases(decoder, answers))
    def attempt(case: Any) -> None:
        outcome(decoder, answers, *case)

    attempt()
