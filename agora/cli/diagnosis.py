"""What can be wrong with an installation, each with its cure."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from agora.core.copying import fetch

LEAST_FREE_GB = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was found in plain words, whether it is well, and the cure if not."""

    what: str
    well: bool
    cure: str = ""


def diagnose() -> list[Finding]:
    """Look at everything; what depends on the database is left out when that does not answer."""
    ground = [_folder(), _space(), _secret(), _debug(), _tls()]
    database = _database()
    if not database.well:
        return [*ground, database]
    looks: list[Callable[[], Finding]] = [_version, _extensions, _migrations]
    found = [look() for look in looks]
    if all(finding.well for finding in found):
        found += [_worker(), _failed_jobs(), _waiting_jobs(), _measures()]
    return [*ground, database, *found]


def _folder() -> Finding:
    well = settings.VAR.exists() and os.access(settings.VAR, os.W_OK)
    return Finding(f"Agora's folder is {settings.VAR}", well, f"Make {settings.VAR} a folder this user can write to.")


def _space() -> Finding:
    place = next(folder for folder in (settings.VAR, *settings.VAR.parents) if folder.exists())
    free = shutil.disk_usage(place).free / 1e9
    cure = f"Make room: at least {LEAST_FREE_GB} GB should be free."
    return Finding(f"{free:.0f} GB of disk are free", free >= LEAST_FREE_GB, cure)


def _secret() -> Finding:
    well = len(settings.SECRET_KEY) >= 50
    return Finding(
        "The secret key is long enough" if well else "The secret key is short",
        well,
        "Set AGORA_SECRET_KEY to 50 or more random characters.",
    )


def _debug() -> Finding:
    what = "Debug pages are on" if settings.DEBUG else "Debug pages are off"
    return Finding(what, not settings.DEBUG, "Unset AGORA_DEBUG: debug pages show secrets to visitors.")


def _tls() -> Finding:
    local = {"localhost", "127.0.0.1", "[::1]"}
    public = [name for name in settings.ALLOWED_HOSTS if name not in local]
    if not public:
        return Finding("The site answers on this machine only", True)
    cure = "Put a proxy with TLS before Agora and set AGORA_TLS=1."
    return Finding(f"The site answers at {', '.join(public)}", settings.BEHIND_TLS, cure)


def _database() -> Finding:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        return Finding(f"The database does not answer: {reason}", False, "Start it, or correct DATABASE_URL.")
    return Finding("The database answers", True)


def _version() -> Finding:
    number = connection.cursor().connection.info.server_version // 10000
    return Finding(f"PostgreSQL is version {number}", number >= 15, "Agora needs PostgreSQL 15 or newer.")


def _extensions() -> Finding:
    have = {name for (name,) in fetch("SELECT extname FROM pg_extension")}
    missing = sorted({"pg_trgm", "unaccent", "btree_gin"} - have)
    what = f"Extensions missing: {', '.join(missing)}" if missing else "The extensions are there"
    return Finding(
        what, not missing, "As a database superuser: " + " ".join(f"CREATE EXTENSION {name};" for name in missing)
    )


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    behind = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    what = f"The tables are {behind} steps behind the code" if behind else "The tables fit the code"
    return Finding(what, not behind, "Run: agora migrate")


def _worker() -> Finding:
    alive = fetch("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '90 seconds'")[0][
        0
    ]
    return Finding(f"{alive} workers run" if alive else "No worker runs", bool(alive), "Start one: agora worker")


def _failed_jobs() -> Finding:
    failed = fetch("SELECT count(*), max(task_name) FROM procrastinate_jobs WHERE status = 'failed'")[0]
    what = f"{failed[0]} jobs have failed for good (such as {failed[1]})" if failed[0] else "No job has failed"
    return Finding(what, not failed[0], "The worker's log says why; mend it, then: agora procrastinate shell")


def _waiting_jobs() -> Finding:
    old = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND coalesce(scheduled_at, now()) < now() - interval '1 hour'"
    waiting = fetch(old)[0][0]
    what = f"{waiting} jobs have waited over an hour" if waiting else "No job has waited long"
    return Finding(what, not waiting, "Start a worker, or more of them: agora worker --at-once 4")


def _measures() -> Finding:
    failed = fetch(
        "SELECT measure, problem FROM measures_run r WHERE state = 'failed' AND started_at ="
        " (SELECT max(started_at) FROM measures_run s WHERE s.measure = r.measure)"
    )
    if failed:
        return Finding(
            f"The last {failed[0][0]} measure failed: {failed[0][1][:120]}", False, f"Run: agora measure {failed[0][0]}"
        )
    return Finding("The measures' last runs ended well", True)
