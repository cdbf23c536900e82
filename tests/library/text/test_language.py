"""Which language a text is written in."""

from __future__ import annotations

import pytest

from agora_analytics.text import detect

SENTENCES = (
    ("en", "The front light dies in the cold after twenty minutes."),
    ("de", "Das Vorderlicht geht in der Kälte nach zwanzig Minuten aus."),
    ("es", "La luz delantera se apaga con el frío a los veinte minutos."),
    ("fr", "Le phare avant s'éteint dans le froid au bout de vingt minutes."),
    ("nl", "Het voorlicht gaat na twintig minuten uit als het koud is."),
    ("pl", "Przednia lampka gaśnie na mrozie po dwudziestu minutach."),
    ("he", "הפנס הקדמי נכבה בקור אחרי עשרים דקות"),
    ("ru", "Передний фонарь гаснет на морозе через двадцать минут."),
    ("ja", "寒いと前のライトが二十分で消えてしまいます。"),
)


@pytest.mark.parametrize(("code", "sentence"), SENTENCES)
def test_a_whole_sentence_is_recognised(code: str, sentence: str) -> None:
    guess = detect([sentence])[0]
    assert guess.code == code
    assert guess.confidence > 0.7


@pytest.mark.parametrize("text", ["ok", "meh", "super", "", "123", "😀", "https://example.org/hello-world"])
def test_too_little_to_go_on_is_undetermined(text: str) -> None:
    guess = detect([text])[0]
    assert guess.code == "und"
    assert guess.confidence < 0.5


def test_addresses_mentions_and_code_do_not_speak() -> None:
    noisy = "@velolumen #Fahrrad https://example.org/das-ist-gut `print('hallo')` my brake squeals whenever it rains"
    assert detect([noisy])[0].code == "en"


def test_texts_keep_their_order() -> None:
    assert [guess.code for guess in detect([sentence for _, sentence in SENTENCES])] == [c for c, _ in SENTENCES]
