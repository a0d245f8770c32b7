"""What `benchmarks.faults` is made of: faults, operations and the truth to hold them against."""

import sys
from pathlib import Path

# The server and the proxy are those of the tests.
sys.path.append(str(Path(__file__).parents[2] / "tests"))
