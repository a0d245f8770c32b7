from collections.abc import Iterator

import pytest
from ipywidgets import Widget


@pytest.fixture(autouse=True)
def no_widget_stays_open() -> Iterator[None]:
    yield
    Widget.close_all()
