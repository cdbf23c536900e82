"""A single post through the API, from the client's side: p50 and p95 on a running Granian with embedded PostgreSQL.

`python bench/api_post.py [posts]` starts a database and a server of its own in a temporary folder. Beside it, in the same
run: the same request answered by an operation that only reads one product, which is what HTTP, token and limit cost.
"""

import atexit
import http.client
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

TARGET_MS = 40.0
WARM = 30
BODY = "Clean the rim with alcohol first; if it still squeals, toe the pads in a little. " * 4


def ready() -> tuple[str, int, int]:
    """A token, a thread of the portal and a product to call with."""
    from django.core.management import call_command

    from agora.accounts.models import Account, Token
    from agora.accounts.roles import Role
    from agora.commerce.batches import Batch, NewProduct
    from agora.commerce.models import Product
    from agora.commerce.recording import record
    from agora.community import asking
    from agora.core.models.sources import source
    from agora.people.holding import identity_of

    call_command("migrate", verbosity=0, skip_checks=True)
    account = Account.objects.create_user("bench@example.org", name="Bench", role=Role.ADMINISTRATOR)
    _, secret = Token.issue(account=account, name="bench", scopes=["read", "write"])
    question = asking.ask(author=identity_of(account), title="Squeal?", body="My brake squeals.")
    record(Batch(source=source("bench", kind="api"), products=[NewProduct("p", "Pad", "EUR", 1000)]))
    return secret, question.pk, Product.objects.get().pk


def timed(
    connection: http.client.HTTPConnection, method: str, path: str, *, secret: str, body: bytes, count: int
) -> list[float]:
    """Milliseconds of each of `count` requests, after some that warm up."""
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    taken = []
    for _ in range(WARM + count):
        start = time.perf_counter()
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        response.read()
        taken.append((time.perf_counter() - start) * 1000)
        if response.status not in {200, 201}:
            raise SystemExit(f"{method} {path}: {response.status}")
    return taken[WARM:]


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> http.client.HTTPConnection:
    """A connection to the server, as soon as it answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/health/live")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return connection
    raise SystemExit("The server did not start.")


def measure(count: int) -> int:
    """Print the figures; returns 1 if p95 misses the target."""
    secret, thread, product = ready()
    port = free_port()
    command = [sys.executable, "-m", "agora", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        connection = wait_for(port)
        body = json.dumps({"thread": thread, "body": BODY}).encode()
        reads = timed(connection, "GET", f"/api/products/{product}", secret=secret, body=b"", count=count)
        posts = timed(connection, "POST", "/api/posts", secret=secret, body=body, count=count)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
    print(f"{count} requests one after the other, one connection, one Granian process")
    for name, taken in (("read a product", reads), ("say something", posts)):
        print(f"  {name:15s} p50 {statistics.median(taken):6.1f} ms   p95 {p95(taken):6.1f} ms")
    print(f"  ratio of p95 {p95(posts) / p95(reads):5.1f}   target {TARGET_MS:.0f} ms")
    return 0 if p95(posts) < TARGET_MS else 1


def p95(taken: list[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return statistics.quantiles(taken, n=20)[-1]


def main() -> int:
    """Run on a database of its own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    folder = Path(tempfile.mkdtemp(prefix="agora-"))
    # The database lets go of its folder when this process ends: the folder goes after it.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    os.environ |= {"AGORA_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "agora.settings"}
    from agora.core.database import running

    with running(folder):
        import django

        django.setup()
        return measure(count)


if __name__ == "__main__":
    sys.exit(main())
