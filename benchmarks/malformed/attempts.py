"""One attempt after the other at a decoder: what each came to."""

from __future__ import annotations

import faulthandler
import json
import re
import resource
import traceback
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmarks import memory
from benchmarks.malformed import mutations
from benchmarks.malformed.decoders import Decoder
from benchmarks.malformed.recording import Answer, Answers
from tiled_jl.errors import TiledError

SECONDS = 10
"""Within which an attempt has to come to something."""

MOST_MEMORY = 200_000_000
"""Bytes above those of an idle process that attempts may take."""

_ALL_MEMORY = 3_000_000_000

ACCEPTED, REFUSED, FOREIGN = "accepted", "refused", "foreign"


def outcome(decoder: Decoder, answers: Answers, question: str, answer: Answer) -> str:
    """Return what an attempt came to; raise what is no error of tiled_jl."""
    try:
        decoder.attempt(answers, question, answer)
    except TiledError as error:
        str(error)
        return REFUSED
    return ACCEPTED


def cases(decoder: Decoder, answers: Answers) -> st.SearchStrategy[tuple[str, Answer]]:
    """What to ask, and the spoilt answer to it."""

    def spoilt(subject: tuple[str, Answer]) -> st.SearchStrategy[tuple[str, Answer]]:
        question, answer = subject
        body = mutations.answers(answer)
        chosen = st.one_of(body, body, body, mutations.framed(answer))
        return st.tuples(st.just(question), chosen)

    subjects = decoder.subjects(answers)
    if not subjects:
        raise RuntimeError(f"Nothing was asked that is to be spoilt for the {decoder.name}.")
    return st.one_of([spoilt(subject) for subject in subjects])


@dataclass
class Tally:
    """What many attempts came to."""

    counts: Counter[str] = field(default_factory=Counter)
    foreign: dict[str, str] = field(default_factory=dict)
    peak: int = 0


def many(decoder: Decoder, answers: Answers, count: int, seed: int, last: Path) -> Tally:
    """Attempt so many times; the last case is kept in a file, for where the process ends there."""
    tally = Tally()

    @hypothesis.seed(seed)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(decoder, answers))
    def attempt(case: tuple[str, Answer]) -> None:
        question, answer = case
        last.write_bytes(b"\n".join([question.encode(), repr(answer).encode()]))
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        try:
            tally.counts[outcome(decoder, answers, question, answer)] += 1
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            tally.counts[FOREIGN] += 1
            where = traceback.extract_tb(error.__traceback__)
            ours = [frame for frame in where if re.search(r"/tiled_jl/", frame.filename)]
            place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
            text = f"{question} {answer!r:.2000}\n{''.join(traceback.format_exception(error))}"
            tally.foreign.setdefault(f"{type(error).__name__} at {place}", text)
        finally:
            faulthandler.cancel_dump_traceback_later()
        if not tally.peak and peak.so_far() > MOST_MEMORY:
            tally.peak = peak.so_far()
            tally.foreign[f"{tally.peak / 1e6:.0f} MB of memory"] = f"{question} {answer!r}"

    warnings.simplefilter("ignore")
    # What is loaded and allocated once counts as idle.
    _know_all_characters()
    for question, answer in decoder.subjects(answers):
        outcome(decoder, answers, question, answer)
    with memory.watched() as peak:
        attempt()
    tally.peak = peak.above_idle
    return tally


@settings(max_examples=1, database=None, deadline=None)
@given(st.text())
def _know_all_characters(_: str) -> None:
    """Have hypothesis make its table of them, which it does once for a folder and takes 200 MB."""


def main(arguments: list[str]) -> None:
    """Attempt in this process, and print the tally."""
    import msgspec

    from benchmarks.malformed.decoders import DECODERS

    name, recording, count, seed, last = arguments
    faulthandler.enable()
    # What takes all memory must not take that of others.
    resource.setrlimit(resource.RLIMIT_DATA, (_ALL_MEMORY, _ALL_MEMORY))
    answers = msgspec.msgpack.decode(Path(recording).read_bytes(), type=dict[str, Answer])
    (decoder,) = [each for each in DECODERS if each.name == name]
    tally = many(decoder, answers, int(count), int(seed), Path(last))
    print(json.dumps({"counts": tally.counts, "foreign": tally.foreign, "peak": tally.peak}))


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
