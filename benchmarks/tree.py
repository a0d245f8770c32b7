"""What the benchmark server serves, from memory."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tiled.adapters.array import ArrayAdapter
from tiled.adapters.mapping import MapAdapter
from tiled.adapters.table import TableAdapter

random = np.random.default_rng(0)
columns = {f"column{index}": random.random(1_600_000) for index in range(8)}

tree = MapAdapter(
    {
        "image": ArrayAdapter.from_array(random.random((1000, 1000))),
        "doubles": ArrayAdapter.from_array(
            random.random((64, 500, 1000)), chunks=((1,) * 64, (500,), (1000,))
        ),
        "counts": ArrayAdapter.from_array(
            random.poisson(20, (64, 1000, 1000)).astype("uint16"),
            chunks=((1,) * 64, (1000,), (1000,)),
        ),
        "table": TableAdapter.from_pandas(pd.DataFrame(columns), npartitions=32),
        "scans": MapAdapter(
            {
                f"scan{index:05}": MapAdapter(
                    {}, metadata={"sample": {"name": "Cu"}, "scan": index}
                )
                for index in range(3_000)
            }
        ),
    }
)
