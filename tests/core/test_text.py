from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agora.core.text import excerpt, plain, rendered, storable


@pytest.mark.parametrize("form", ["markdown", "html", "plain"])
@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "<a href='data:text/html,x'>x</a>",
        "<svg/onload=alert(1)>", "<style>*{display:none}</style>", "<iframe src=//evil.example>", "<p style='position:fixed'>x</p>",
    ],
)  # fmt: skip
def test_nothing_that_runs_or_hides_survives(attack: str, form: str) -> None:
    html = rendered(attack, form=form).lower()
    for danger in ("<script", "<img", "<svg", "<style", "<iframe", 'href="javascript', 'href="data', "<p style"):
        assert danger not in html


def test_markdown_becomes_html_with_links_that_earn_nothing() -> None:
    html = rendered("**True** for https://example.org and\n\n- one\n- two")
    assert "<strong>True</strong>" in html
    assert 'rel="nofollow ugc noopener"' in html
    assert "<li>one</li>" in html


def test_html_loses_its_markup_but_not_its_words() -> None:
    assert plain("<p>Clean the <b>rim</b> &amp; pads.</p><p>Twice.</p>", form="html").split() == [
        "Clean", "the", "rim", "&", "pads.", "Twice.",
    ]  # fmt: skip


@given(st.text())
def test_any_text_can_be_stored_and_shown(text: str) -> None:
    stored = storable(text)
    assert "\x00" not in stored
    stored.encode()
    assert "<script" not in rendered(stored)


def test_an_excerpt_ends_at_a_word() -> None:
    assert excerpt("The quick brown fox jumps", length=12) == "The quick…"
    assert excerpt("short") == "short"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("**Good**, *in the end*", "Good, in the end"),
        ("## Tools\n- `5 mm` key\n- rag", "Tools\n5 mm key\nrag"),
        ("See [the manual](https://example.org/a).", "See the manual."),
        ("> quoted\nand snake_case stays, 2*3 too", "quoted\nand snake_case stays, 2*3 too"),
    ],
)
def test_markdown_loses_its_marks_but_not_its_words(written: str, words: str) -> None:
    assert plain(written) == words
