"""What the README promises, kept."""

import re
from pathlib import Path

import pytest

from tiled_jl.demo.server import DemoServer

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_tour_runs_on_the_sample_data(
    demo: DemoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tour,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    monkeypatch.setenv("TILED_API_KEY", demo.api_key)
    names: dict[str, object] = {}

    exec(tour.replace("http://127.0.0.1:8000", demo.uri), names)

    assert names["detector"].shape == (60, 512, 512)  # type: ignore[attr-defined]


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (Path(__file__).parents[2] / target).exists(), target
