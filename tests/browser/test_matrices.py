"""Arrays as rows and columns, and what may be drawn of values of several numbers."""

from typing import Any

import numpy
import pytest
import served

from .page import Page, Refused, numbers


def matrix(page: Page, here: dict[str, Any], key: str, **params: Any) -> dict[str, Any]:
    path = ["memory", "arrays", key]
    result: dict[str, Any] = page.ask("preview.matrix", **here, path=path, **params)[0]
    return result


def test_an_array_is_shown_as_numbers_column_by_column(page: Page, here: dict[str, Any]) -> None:
    result = matrix(page, here, "counts", x=2, y=1, at=[5, 0, 0], start=3, stop=6)
    assert result["cells"] == served.ARRAYS["counts"][5, 3:6].T.tolist()
    assert (result["start"], result["stop"], result["rows"], result["partial"]) == (3, 6, 16, None)


def test_any_two_dimensions_make_rows_and_columns(page: Page, here: dict[str, Any]) -> None:
    result = matrix(page, here, "counts", x=0, y=2, at=[0, 7, 0], start=0, stop=99)
    assert result["cells"] == served.ARRAYS["counts"][:, 7, :].tolist()


@pytest.mark.parametrize("key", ["words", "times", "complex"])
def test_a_dimension_on_its_own_is_one_column(page: Page, here: dict[str, Any], key: str) -> None:
    result = matrix(page, here, key, x=0, y=None, at=[0], start=1, stop=3)
    assert result["rows"] == len(served.ARRAYS[key])
    (column,) = result["cells"]
    assert len(column) == 2
    assert all(isinstance(cell, str) for cell in column)


def test_an_array_with_more_columns_than_a_page_shows_says_so(
    page: Page, here: dict[str, Any]
) -> None:
    path = ["memory", "arrays", "columns_first"]
    request = {**here, "path": path, "at": [0, 0], "start": 0, "stop": 2}
    turned, _ = page.ask("preview.matrix", **request, x=0, y=1)
    assert turned["partial"] == "the first 1,000 of 1,500 columns"
    assert len(turned["cells"]) == 1_000


@pytest.mark.parametrize(("x", "y"), [(1, 1), (3, 0), (0, -1)])
def test_dimensions_that_are_not_there_make_no_table(
    page: Page, here: dict[str, Any], x: int, y: int
) -> None:
    with pytest.raises(Refused, match="do not make a table"):
        matrix(page, here, "counts", x=x, y=y, at=[0, 0, 0], start=0, stop=1)


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ("magnitude", numpy.abs),
        ("phase", numpy.angle),
        ("real", numpy.real),
        ("imaginary", numpy.imag),
    ],
)
def test_complex_values_are_drawn_part_by_part(
    page: Page, here: dict[str, Any], component: str, expected: Any
) -> None:
    path = ["memory", "arrays", "complex"]
    plan, _ = page.ask("preview.open", **here, path=path)
    assert component in [each["name"] for each in plan["components"]]
    result, (buffer,) = page.ask(
        "preview.line", **here, path=path, axis=0, at=[0], start=0, stop=10, component=component
    )
    values = expected(served.ARRAYS["complex"])
    numpy.testing.assert_allclose(numpy.frombuffer(buffer), values, rtol=1e-6)
    assert component in result["notes"][0]


def test_records_are_a_table_and_their_numbers_are_curves(page: Page, here: dict[str, Any]) -> None:
    path = ["memory", "arrays", "records"]
    plan, _ = page.ask("preview.open", **here, path=path)
    assert (plan["kind"], plan["others"]) == ("table", ["plot", "line"])
    assert [each["name"] for each in plan["components"]] == ["id"]
    _, (buffer,) = page.ask(
        "preview.line", **here, path=path, axis=0, at=[0], start=0, stop=6, component="id"
    )
    assert numpy.frombuffer(buffer).tolist() == list(range(6))


def test_records_in_two_dimensions_are_pictures_of_a_field(
    page: Page, here: dict[str, Any], client: Any
) -> None:
    values = numpy.zeros((4, 5), [("counts", "<u2"), ("label", "<U3")])
    values["counts"] = numpy.arange(20).reshape(4, 5)
    client["catalog"].write_array(values, key="grid of records")
    path = ["catalog", "grid of records"]
    plan, _ = page.ask("preview.open", **here, path=path)
    assert (plan["kind"], plan["others"]) == ("image", ["line", "matrix"])
    request = {"x": 1, "y": 0, "at": [0, 0], "rows": [0, 4], "columns": [0, 5]}
    result, (buffer,) = page.ask("preview.image", **here, path=path, **request, component="counts")
    numpy.testing.assert_array_equal(numbers(buffer, result), values["counts"])
    with pytest.raises(Refused, match="no “energy”"):
        page.ask("preview.image", **here, path=path, **request, component="energy")
    client["catalog"].delete_contents("grid of records", external_only=False)


def test_text_in_two_dimensions_is_a_matrix(page: Page, here: dict[str, Any], client: Any) -> None:
    client["catalog"].write_array(numpy.array([["a", "née"], ["", "x"]]), key="grid of text")
    path = ["catalog", "grid of text"]
    plan, _ = page.ask("preview.open", **here, path=path)
    assert (plan["kind"], plan["others"]) == ("matrix", [])
    result, _ = page.ask("preview.matrix", **here, path=path, x=1, y=0, at=[0, 0], start=0, stop=9)
    assert result["cells"] == [["a", ""], ["née", "x"]]
    client["catalog"].delete_contents("grid of text", external_only=False)
