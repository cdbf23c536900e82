"""The notebook in a world in which no words ever moved a sale: it claims as little as the product."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.measures.conftest import Town
from tests.tutorials.notebook import assert_same_as_the_product, executed_on_exported_panels, shown

pytestmark = [pytest.mark.django_db, pytest.mark.truth]


def test_it_finds_the_scores_of_the_product_and_claims_nothing(
    quiet_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = executed_on_exported_panels(tmp_path, monkeypatch)
    assert_same_as_the_product(tmp_path)
    assert not quiet_town.runs["value"].outcome["fitted"]["settled"]
    shows = shown(run)
    assert "<td>no</td>" in shows["effects"][0]["text/html"]
    assert re.search("cannot say|<td>no</td>", shows["timing"][0]["text/html"])
