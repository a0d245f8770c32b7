"""What is under way, killed at moments spread over all of it, and what is left then."""

import sys
from pathlib import Path

# Its servers are those of the tests.
sys.path.append(str(Path(__file__).parents[2] / "tests"))
