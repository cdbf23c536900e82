from __future__ import annotations

from agora.conversations import rendering
from agora.core.jobs import PATIENT, app


@app.task(queue="events", retry=PATIENT)
def render_posts(posts: list[int]) -> None:
    """Store the HTML of posts (ids) that came in with many others."""
    rendering.render(posts)


@app.periodic(cron="41 4 * * *")
@app.task(queue="upkeep", queueing_lock="render_stale")
def render_stale(timestamp: int = 0) -> None:
    """Render what an older renderer had made, and what a failed job left."""
    rendering.render_stale()
