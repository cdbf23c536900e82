from __future__ import annotations

from agora.core.jobs import app
from agora.search.indexing import mend


@app.periodic(cron="23 4 * * *")
@app.task(queue="upkeep", queueing_lock="mend_index")
def mend_index(timestamp: int = 0) -> None:
    """Mend what no event told: rows changed by hand in the database, jobs that failed for good, a restored backup."""
    mend()
