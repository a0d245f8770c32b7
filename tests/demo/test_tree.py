"""What the demo serves, seen by plain HTTP."""

import math
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import numpy as np
import pandas as pd
import psutil
import pyarrow as pa
import pytest

from tiled_jl.demo.server import DemoServer


def address(path: str) -> str:
    return "/".join(quote(part, safe="") for part in path.split("/"))


def children(http: httpx.Client, path: str, **params: Any) -> list[dict[str, Any]]:
    response = http.get(f"search/{address(path)}", params={"page[limit]": 100, **params})
    assert response.is_success, (path, response.text)
    return response.json()["data"]


def search(http: httpx.Client, path: str, name: str, **fields: Any) -> list[str]:
    condition = {f"filter[{name}][condition][{field}]": value for field, value in fields.items()}
    return [item["id"] for item in children(http, path, fields="", **condition)]


def walk(http: httpx.Client, path: str, sample: int = 30) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every node below a path; of a crowd of children, the first few."""
    for item in children(http, path)[:sample]:
        inner = f"{path}/{item['id']}".lstrip("/")
        yield inner, item["attributes"]
        if item["attributes"]["structure_family"] == "container":
            yield from walk(http, inner, sample)


def read_array(http: httpx.Client, path: str, **params: str) -> np.ndarray:
    structure = http.get(f"metadata/{address(path)}").json()["data"]["attributes"]["structure"]
    kind = structure["data_type"]
    dtype = np.dtype(
        f"{'>' if kind['endianness'] == 'big' else '<'}{kind['kind']}{kind['itemsize']}"
    )
    response = http.get(f"array/full/{address(path)}", params=params)
    assert response.is_success, (path, response.text)
    return np.frombuffer(response.content, dtype)


def read_table(http: httpx.Client, path: str) -> pa.Table:
    response = http.get(f"table/full/{address(path)}")
    assert response.is_success, (path, response.text)
    return pa.ipc.open_file(response.content).read_all()


def test_every_node_is_listed_and_its_data_can_be_read(http: httpx.Client) -> None:
    seen = set()
    for top in ("examples", "scans", "files", "scratch"):
        for path, attributes in walk(http, top, sample=30 if top != "scans" else 3):
            family, structure = attributes["structure_family"], attributes["structure"]
            seen.add(family)
            if family == "array" and math.prod(structure["shape"]):
                body = http.get(f"array/full/{address(path)}")
                assert body.is_success, (path, body.text)
                itemsize = structure["data_type"]["itemsize"]
                assert len(body.content) == math.prod(structure["shape"]) * itemsize, path
            elif family == "table":
                assert set(structure["columns"]) <= set(read_table(http, path).column_names), path
            elif family == "sparse":
                assert read_sparse(http, path).num_rows > 0
            elif family in ("awkward", "ragged"):
                assert http.get(f"{family}/full/{address(path)}").is_success, path
            elif family == "bytes":
                assert b"Shutter open" in read_asset(http, path)
    assert seen == {"array", "awkward", "bytes", "container", "ragged", "sparse", "table"}


def read_sparse(http: httpx.Client, path: str) -> pa.Table:
    return pa.ipc.open_file(http.get(f"array/full/{address(path)}").content).read_all()


def read_asset(http: httpx.Client, path: str) -> bytes:
    node = http.get(f"metadata/{path}", params={"include_data_sources": True}).json()["data"]
    (asset,) = node["attributes"]["data_sources"][0]["assets"]
    return http.get(f"asset/bytes/{path}", params={"id": asset["id"]}).content


def test_the_detector_has_moving_peaks_a_dead_row_and_a_hot_pixel(http: httpx.Client) -> None:
    structure = http.get("metadata/examples/detector").json()["data"]["attributes"]["structure"]
    assert structure["shape"] == [60, 512, 512]
    assert structure["chunks"] == [[1] * 60, [512], [512]]
    assert structure["dims"] == ["frame", "row", "col"]
    stack = read_array(http, "examples/detector").reshape(60, 512, 512)
    assert stack.dtype == np.uint16
    assert (stack[:, 300] == 0).all()
    assert (stack[:, 417, 101] == 65_535).all()
    healthy = np.delete(stack, 417, axis=1).reshape(60, -1)
    assert len(set(healthy.argmax(axis=1))) > 30
    assert (np.delete(stack, 300, axis=1) == 0).mean() < 0.1


def test_the_signal_is_a_million_points_with_gaps(http: httpx.Client) -> None:
    signal = read_array(http, "examples/signal")
    assert signal.shape == (1_000_000,)
    assert 0.05 < np.isnan(signal).mean() < 0.2


def test_the_picture_has_three_colours_and_the_raster_four_dimensions(http: httpx.Client) -> None:
    found = {item["id"]: item["attributes"]["structure"] for item in children(http, "examples")}
    assert found["rgb"]["shape"][2] == 3
    assert found["rgb"]["data_type"]["kind"] == "u"
    assert len(found["raster"]["shape"]) == 4
    assert math.prod(found["empty_array"]["shape"]) == 0
    assert np.isnan(read_array(http, "examples/all_nan")).all()


def test_the_event_table_has_every_common_kind_of_column(http: httpx.Client) -> None:
    table = read_table(http, "examples/events_table")
    assert table.num_rows == 200_000
    kinds = {field.name: field.type for field in table.schema}
    assert pa.types.is_timestamp(kinds["time"])
    assert pa.types.is_dictionary(kinds["bank"])
    assert pa.types.is_boolean(kinds["good"])
    assert table["counts"].null_count > 0
    assert table["remark"].null_count > 100_000
    assert table["event"][0].as_py() == 2**53 + 1
    assert np.isnan(table["energy"].to_numpy()).any()
    parts = [
        pa.ipc.open_file(
            http.get("table/partition/examples/events_table", params={"partition": n}).content
        ).read_all()
        for n in range(8)
    ]
    assert pa.concat_tables(parts)["event"].to_pylist() == table["event"].to_pylist()


def test_the_climate_dataset_is_labelled_with_units(http: httpx.Client) -> None:
    node = http.get("metadata/examples/climate").json()["data"]["attributes"]
    assert [spec["name"] for spec in node["specs"]] == ["xarray_dataset"]
    contents = node["structure"]["contents"]
    assert contents["temperature"]["attributes"]["structure"]["dims"] == ["time", "lat", "lon"]
    assert contents["lat"]["attributes"]["metadata"]["attrs"]["units"] == "degrees_north"


@pytest.mark.parametrize("key", ["a b", "50%", "c#d", "q?x=1&y", "é", "ü", "試料", '"quoted"'])
def test_odd_keys_lead_to_their_nodes_when_they_are_quoted(http: httpx.Client, key: str) -> None:
    node = http.get(f"metadata/{address(f'examples/odd keys/{key}')}").json()["data"]
    assert node["id"] == node["attributes"]["metadata"]["key"] == key


def test_there_are_five_thousand_scans_with_nested_metadata(http: httpx.Client) -> None:
    counted = http.get("search/scans", params={"fields": "count"}).json()
    assert counted["meta"]["count"] == 5_000
    scan = http.get("metadata/scans/scan04999").json()["data"]["attributes"]["metadata"]
    assert scan["sample"]["name"]
    assert scan["temperature"]["unit"] == "K"
    assert scan["plan"]
    assert scan["operator"]
    assert pd.Timestamp(scan["stop"]) > pd.Timestamp(scan["start"])
    image = read_array(http, "scans/scan04999/detector").reshape(128, 128)
    assert image.max() > image.min()
    assert read_table(http, "scans/scan04999/spectrum")["energy"].to_numpy().min() > 5_000


def test_scans_are_found_by_words_in_any_case(http: httpx.Client) -> None:
    found = search(http, "scans", "fulltext", text="CU foil")
    assert found == search(http, "scans", "eq", key="sample.name", value='"Cu foil"')
    assert len(found) == 100
    assert search(http, "scans", "fulltext", text="no such words") == []


def test_scans_are_found_by_every_kind_of_condition(http: httpx.Client) -> None:
    def names(name: str, **fields: Any) -> set[str]:
        condition = {f"filter[{name}][condition][{key}]": value for key, value in fields.items()}
        return {
            item["attributes"]["metadata"]["sample"]["name"]
            for item in children(http, "scans", **condition)
        }

    everyone = names("specs", include='["scan"]', exclude="[]")
    assert names("eq", key="sample.name", value='"Fe foil"') == {"Fe foil"}
    assert "Fe foil" not in names("noteq", key="sample.name", value='"Fe foil"')
    assert names("in", key="sample.name", value='["Fe foil", "Ni foam"]') == {"Fe foil", "Ni foam"}
    assert "Cu foil" not in names("notin", key="sample.name", value='["Cu foil"]')
    assert names("like", key="sample.name", pattern='"%foil"') <= {"Fe foil", "Cu foil"}
    assert names("regex", key="sample.name", pattern="^ni", case_sensitive="false") == {"Ni foam"}
    assert names("keypresent", key="edge.line", exists="true") == everyone
    assert names("keypresent", key="edge.line", exists="false") == set()
    assert names("comparison", key="operator.name", operator="gt", value="3") == set()
    assert names("specs", include='["other"]', exclude="[]") == set()
    hot = search(http, "scans", "comparison", key="temperature.value", operator="gt", value="449")
    assert 0 < len(hot) < 100


def test_a_pattern_that_is_no_pattern_is_refused_with_the_reason(http: httpx.Client) -> None:
    condition = {"key": "sample.name", "pattern": "(", "case_sensitive": "true"}
    response = http.get(
        "search/scans",
        params={f"filter[regex][condition][{name}]": value for name, value in condition.items()},
    )
    assert response.status_code == 400
    assert "unterminated subpattern" in response.text


def test_scans_are_sorted_by_nested_metadata_both_ways(http: httpx.Client) -> None:
    def temperatures(sort: str) -> list[float]:
        page = children(http, "scans", sort=sort)
        return [item["attributes"]["metadata"]["temperature"]["value"] for item in page]

    up, down = temperatures("temperature.value"), temperatures("-temperature.value")
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)
    assert down[-1] > up[-1]


def test_equal_values_keep_their_order_when_sorted(http: httpx.Client) -> None:
    ids = [item["id"] for item in children(http, "scans", sort="beamline.unknown", fields="")]
    assert ids == sorted(ids)
    assert ids[0] == "scan00000"


def test_the_values_of_a_metadata_key_are_counted(http: httpx.Client) -> None:
    counted = http.get("distinct/scans", params={"metadata": "sample.name", "counts": True}).json()
    values = counted["metadata"]["sample.name"]
    assert sum(value["count"] for value in values) == 5_000
    assert len(values) == 7


def test_files_are_read_from_disk_by_their_own_formats(http: httpx.Client) -> None:
    frames = read_array(http, "files/xafs_0042/entry/detector/frames")
    assert (frames == read_array(http, "files/tomo")).all()
    assert (frames[: 128 * 128] == read_array(http, "files/beam_profile")).all()
    assert read_table(http, "files/vacuum").num_rows == 1_440


def test_metadata_in_scratch_can_be_edited(http: httpx.Client) -> None:
    edited = http.patch(
        "metadata/scratch/flat_field",
        json={
            "content-type": "application/json-patch+json",
            "metadata": [{"op": "add", "path": "/checked", "value": "today"}],
            "specs": None,
        },
    )
    assert edited.is_success, edited.text
    node = http.get("metadata/scratch/flat_field").json()["data"]["attributes"]
    assert node["metadata"]["checked"] == "today"
    assert node["metadata"]["kind"] == "calibration"


def test_an_array_can_be_written_to_scratch(http: httpx.Client) -> None:
    structure = {
        "data_type": {"endianness": "little", "kind": "i", "itemsize": 8},
        "shape": [4],
        "chunks": [[4]],
        "dims": None,
        "resizable": False,
    }
    source = {"structure_family": "array", "structure": structure, "management": "writable"}
    body = {"structure_family": "array", "metadata": {}, "data_sources": [source], "specs": []}
    key = http.post("metadata/scratch", json=body).raise_for_status().json()["id"]
    data = np.arange(4)
    headers = {"Content-Type": "application/octet-stream"}
    http.put(
        f"array/full/scratch/{key}", content=data.tobytes(), headers=headers
    ).raise_for_status()
    assert (read_array(http, f"scratch/{key}") == data).all()
    http.delete(f"metadata/scratch/{key}", params={"external_only": False}).raise_for_status()


def test_nothing_can_be_written_outside_scratch(http: httpx.Client) -> None:
    body = {"structure_family": "container", "metadata": {}, "specs": [], "data_sources": []}
    assert http.post("metadata/examples", json=body).is_error


def test_nothing_is_shown_without_the_key(demo: DemoServer) -> None:
    assert httpx.get(f"{demo.uri}/api/v1/search/", trust_env=False).status_code == 401


def test_a_hundred_thousand_children_can_be_paged_to_the_last(http: httpx.Client) -> None:
    last = http.get("search/large", params={"page[offset]": 99_900, "page[limit]": 100}).json()
    assert last["meta"]["count"] == 100_000
    assert last["data"][-1]["id"] == "item099999"
    assert read_array(http, "large/item099999")[0] == 99_999


def test_broken_nodes_stand_among_healthy_ones(http: httpx.Client) -> None:
    keys = [item["id"] for item in children(http, "broken")]
    assert keys == ["healthy", "file_gone", "unreadable", "broken_links", "also_healthy"]
    assert http.get("array/full/broken/file_gone").status_code == 500
    assert http.get("array/full/broken/unreadable").status_code == 500
    assert http.get("metadata/broken/broken_links/dangling").status_code == 410
    assert read_array(http, "broken/broken_links/intact").tolist() == [0, 1, 2, 3, 4]
    assert read_array(http, "broken/healthy")[255] == 255
    assert read_array(http, "broken/also_healthy")[9] == 9


def test_the_server_stays_within_800_mb_after_everything_was_read(
    demo: DemoServer, http: httpx.Client
) -> None:
    test_every_node_is_listed_and_its_data_can_be_read(http)
    assert children(http, "large", sort="-index")[0]["id"] == "item099999"
    resident = psutil.Process(demo.process.pid).memory_info().rss
    assert resident < 800e6, f"{resident / 1e6:.0f} MB"
