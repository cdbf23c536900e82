import pytest, time, os
from django.db import connection
from tests.api.conftest import Caller
from tests.api.world import world
pytestmark = pytest.mark.django_db(transaction=True)
@pytest.fixture
def root(cast): return Caller(cast.root)
def test_it(cast, root, settings):
    there = world(cast, root)
    from django.core.signals import request_finished, request_started
    def cpu():
        with connection.cursor() as c:
            c.execute("select pg_backend_pid()"); pid=c.fetchone()[0]
        f=open(f"/proc/{pid}/stat").read().rsplit(")",1)[1].split(); return (int(f[11])+int(f[12]))*10
    for name, work in (("read", lambda: root.get(f"products/{there.products}")), ("post", lambda: root.post("posts", {"thread": there.question, "body": "Hello there **you**"*20}))):
        for _ in range(20): work()
        a=cpu(); p=time.process_time(); t=time.perf_counter()
        n=200
        times=[]
        for _ in range(n):
            s=time.perf_counter(); work(); times.append((time.perf_counter()-s)*1000)
        times.sort()
        print(name, "python cpu", (time.process_time()-p)/n*1000, "pg cpu", (cpu()-a)/n, "wall", (time.perf_counter()-t)/n*1000, "min", times[0], "p10", times[20],"p50", times[100])
