"""Live data: being told of what is written to a node, as it is written.

`subscription` is what a user holds, in one of the `families`; `updates` is what it hands out.
`feed` keeps the connection and says where messages (`messages`) may have been lost; what these were
about is found out over HTTP by `rows` for arrays, `tables` and `children` for containers.
"""

from tiled_jl.live.callbacks import Callbacks
from tiled_jl.live.families import (
    ArraySubscription,
    ContainerSubscription,
    RaggedSubscription,
    TableSubscription,
)
from tiled_jl.live.subscription import Subscription
from tiled_jl.live.updates import (
    LiveArrayData,
    LiveArrayRef,
    LiveChildCreated,
    LiveChildMetadataUpdated,
    LiveGap,
    LiveRaggedData,
    LiveTableData,
    LiveTableRef,
    LiveUpdate,
)

__all__ = [
    "ArraySubscription",
    "Callbacks",
    "ContainerSubscription",
    "LiveArrayData",
    "LiveArrayRef",
    "LiveChildCreated",
    "LiveChildMetadataUpdated",
    "LiveGap",
    "LiveRaggedData",
    "LiveTableData",
    "LiveTableRef",
    "LiveUpdate",
    "RaggedSubscription",
    "Subscription",
    "TableSubscription",
]
