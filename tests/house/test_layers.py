"""The hot path stays free of Django, seen from a process that takes it (design: no Django on the hit path)."""

import subprocess
import sys

from tests.house.files import ROOT

HOT_PATH = (
    "foyer.edge.hits, foyer.edge.guard, foyer.edge.fast, foyer.edge.collect, foyer.visits.hit, foyer.visits.journal"
)
QUESTION = f"import sys, {HOT_PATH}; print(sorted(name for name in sys.modules if name.split('.')[0] == 'django'))"


def test_the_hit_path_loads_no_django() -> None:
    done = subprocess.run([sys.executable, "-c", QUESTION], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
