"""How hard property tests look: `EFFORT=50 pytest tests/oracle` tries fifty times as many examples."""

import os

EFFORT = int(os.environ.get("EFFORT", "1"))
