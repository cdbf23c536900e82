import numpy as np
import pytest

from agora_analytics.errors import InvalidInput
from agora_analytics.inference import Design, Word, confirmation_half, design_grade, judge, verdict
from tests.library.pages import table


def test_verdicts_are_those_of_the_page() -> None:
    rows = table("confirming-claims", "Three words")
    assert len(rows) == 4
    for first, second, least, word, sentence in rows:
        one, other = ([int(part) for part in cell.split(" of ")] for cell in (first, second))
        made = verdict((one[0], other[0]), (one[1], other[1]), design=Design.EXPERIMENT, least=float(least))
        assert (made.word.value, made.sentence) == (word, sentence)


def test_a_claim_of_fewer_is_judged_in_its_own_direction() -> None:
    made = verdict((100, 200), (1000, 1000), design=Design.MATCHED, fewer=True)
    assert made.word is Word.SUPPORTED
    assert "fewer." in made.sentence
    assert verdict((100, 200), (1000, 1000), design=Design.MATCHED).word is Word.CONTRADICTED


def test_other_claims_on_the_same_data_raise_the_bar() -> None:
    alone = verdict((150, 115), (1000, 1000), design=Design.EXPERIMENT)
    among = verdict((150, 115), (1000, 1000), design=Design.EXPERIMENT, other_claims=[0.2, 0.5, 0.9])
    assert (alone.word, among.word) == (Word.SUPPORTED, Word.NOT_ENOUGH)
    assert (alone.claims, among.claims) == (1, 4)


def test_supported_claims_are_seldom_wrong_and_contradicted_ones_too() -> None:
    rng = np.random.default_rng(0)
    drawn = [tuple(map(int, rng.binomial(400, (0.3, 0.3)))) for _ in range(600)]
    words = [verdict((one, other), (400, 400), design=Design.EXPERIMENT).word for one, other in drawn]
    assert words.count(Word.SUPPORTED) / 600 < 0.045
    assert words.count(Word.CONTRADICTED) / 600 < 0.045


def test_grades_follow_the_design_and_fall_with_failed_checks() -> None:
    assert [design_grade(design).letter for design in Design] == ["A", "B", "C", "D"]
    made = design_grade(Design.EXPERIMENT, balanced=False, pre_trend=False, negative_control=True)
    assert made.letter == "C"
    assert len(made.reasons) == 2
    assert design_grade(Design.ASSOCIATION, balanced=False).letter == "D"
    assert verdict((9, 2), (10, 10), design=made).grade is made


def test_any_effect_with_an_interval_can_be_judged() -> None:
    assert judge(0.4, 0.1, 0.6) is Word.SUPPORTED
    assert judge(0.4, -0.1, 0.6) is Word.NOT_ENOUGH
    assert judge(-0.4, -0.6, -0.1) is Word.CONTRADICTED
    assert judge(0.1, 0.05, 0.15, least=0.2) is Word.CONTRADICTED
    for wrong in ((0.0, 1.0, 2.0), (float("nan"), 0.0, 1.0)):
        with pytest.raises(InvalidInput):
            judge(*wrong)


def test_halves_are_the_same_for_ever_and_differ_by_claim() -> None:
    ids = np.arange(20_000)
    one, other = confirmation_half(ids, salt="reviews help"), confirmation_half(ids, salt="other")
    assert one[:8].tolist() == confirmation_half(ids[:8].astype(str), salt="reviews help").tolist()
    assert one[:8].tolist() == [True, False, False, True, True, False, True, False]
    assert abs(np.mean(one == other) - 0.5) < 0.02
    assert abs(confirmation_half(ids, salt="one", share=0.2).mean() - 0.2) < 0.01
    assert not np.any(confirmation_half(ids, salt="reviews help", share=0.2) & ~one)


def test_what_is_no_claim_is_refused() -> None:
    with pytest.raises(InvalidInput, match="least"):
        verdict((1, 1), (2, 2), design=Design.MATCHED, least=-0.1)
    with pytest.raises(InvalidInput, match="design"):
        design_grade("experiment")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="customer"):
        confirmation_half([0.5, 1.5], salt="x")
    with pytest.raises(InvalidInput, match="share"):
        confirmation_half([1, 2], salt="x", share=1.0)
