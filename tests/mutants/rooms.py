"""Which tests watch which room: the folders and files of tests that run against a mutant of a path."""

from __future__ import annotations

# The longest beginning counts.
ROOMS: dict[str, tuple[str, ...]] = {
    "agora/accounts": ("tests/accounts", "tests/security", "tests/architecture", "tests/people"),
    "agora/accounts/models": ("tests/accounts",),
    "agora/accounts/names.py": ("tests/accounts", "tests/security/test_nobody_poses_as_staff.py"),
    "agora/accounts/permissions.py": ("tests/accounts",),
    "agora/api": ("tests/api",),
    "agora/channels": ("tests/channels",),
    "agora/channels/outbox.py": ("tests/channels/test_the_outbox.py",),
    "agora/cli": ("tests/cli",),
    "agora/commerce": ("tests/commerce",),
    "agora/community": ("tests/community", "tests/portal"),
    "agora/console": ("tests/console", "tests/architecture"),
    "agora/conversations": ("tests/conversations", "tests/security", "tests/channels"),
    "agora/core": ("tests/core", "tests/security"),
    "agora/core/money.py": ("tests/core/test_money.py", "tests/core/test_money_adds_up.py"),
    "agora/core/pagination.py": ("tests/core/test_pagination.py", "tests/core/test_cursors.py"),
    "agora/desk": ("tests/desk", "tests/console"),
    "agora/measures": ("tests/measures",),
    "agora/people": ("tests/people",),
    "agora/portal": ("tests/portal", "tests/security", "tests/architecture"),
    "agora/portal/me/export.py": ("tests/security/test_leaving_with_ones_data.py",),
    "agora/readings": ("tests/readings",),
    "agora/recognition": ("tests/recognition", "tests/security"),
    "agora/search": ("tests/search", "tests/security"),
}
# Every QuerySet that decides who sees what is held by one table.
SEEN = "tests/architecture/test_what_each_role_sees.py"
# Rights, consent, erasure, the way out, money: what a run without arguments looks at.
DOORS = (
    "agora/accounts/permissions.py",
    "agora/accounts/models/token.py",
    "agora/accounts/names.py",
    "agora/channels/outbox.py",
    "agora/core/money.py",
    "agora/core/pagination.py",
    "agora/people/consent.py",
    "agora/people/erasing.py",
    "agora/people/holding.py",
    "agora/people/models/person.py",
    "agora/portal/me/export.py",
)


def tests_of(path: str) -> tuple[str, ...]:
    """Return the tests that watch `path`; a room that has none yet is watched by the folder of its name."""
    beginnings = [room for room in ROOMS if path == room or path.startswith(f"{room}/")]
    tests = ROOMS[max(beginnings, key=len)] if beginnings else (f"tests/{path.split('/')[1]}",)
    return (*tests, SEEN) if "/models/" in path else tests
