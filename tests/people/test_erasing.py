from __future__ import annotations

import pytest

from agora.people.erasing import digest, erased
from agora.people.models import ErasedIdentity
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_only_the_erased_are_recognised_and_only_at_their_source(cast: Cast) -> None:
    ErasedIdentity.objects.create(source=cast.portal, digest=digest(kind="handle", origin_id="ben"))
    assert erased(cast.portal, kind="handle", origin_ids=["ada", "ben"]) == {"ben"}
    assert erased(cast.portal, kind="email", origin_ids=["ben"]) == set()
    assert erased(cast.shop, kind="handle", origin_ids=["ben"]) == set()


def test_the_hash_does_not_show_who_it_was() -> None:
    assert b"ben" not in digest(kind="handle", origin_id="ben")
