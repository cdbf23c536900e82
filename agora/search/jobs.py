from __future__ import annotations

from agora.core.jobs import app
from agora.search.indexing import forget_gone, index_people, index_products


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", queueing_lock="index_records")
def index_records(timestamp: int) -> None:
    """Bring products and people in the index up to date: they change without an event of their own."""
    index_products()
    index_people()
    forget_gone()
