"""`python tests/bench`, which is what `make bench` runs."""

import sys
from pathlib import Path

# The folder above in place of this one, so that `bench` and `stories` are found as tests find them.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from bench.run import main  # noqa: E402

sys.exit(main())
