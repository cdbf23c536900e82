"""Which speech acts tier 0 hears, sentence by sentence."""

from __future__ import annotations

import pytest

from agora_analytics.text import KINDS, Gazetteer
from agora_analytics.text.intents import intents

RIVALS = Gazetteer(competitors=("Brisk Cycles", "Nordrad"))

# sentence → what it does; acts heard besides these, with a confidence of .6 or more, fail the test
ENGLISH: tuple[tuple[str, str], ...] = (
    ("How do I stop my brake from squeaking?", "question"),
    ("Does anybody know whether the rack fits?", "question"),
    ("I wonder if the battery is covered", "question"),
    ("I don't know which screw to turn.", "question"),
    ("Any ideas?", "question"),
    ("Front or rear, and since when?", "question"),
    ("I need help with the gears.", "question"),
    ("The light holder broke after two weeks.", "complaint"),
    ("I am very disappointed by the new pads.", "complaint"),
    ("It doesn't work any more.", "complaint"),
    ("It doesn’t work any more.", "complaint"),
    ("Still waiting for my refund.", "complaint"),
    ("Nobody called me back.", "complaint"),
    ("The parcel never arrived.", "complaint"),
    ("What a waste of money.", "complaint"),
    ("A screw is missing in the box.", "complaint"),
    ("That is not good enough.", "complaint"),
    ("I sent it back yesterday.", "complaint"),
    ("The quality is not what I expected.", "complaint"),
    ("I cannot recommend this pump.", "complaint"),
    ("I love this saddle!", "praise"),
    ("Excellent work by the whole team.", "praise"),
    ("Thank you, that was it!", "praise"),
    ("I am really happy with it.", "praise"),
    ("Works like a charm.", "praise"),
    ("Best purchase ever.", "praise"),
    ("I am not happy with it.", "complaint"),
    ("This is not great.", ""),
    ("Thanks in advance.", ""),
    ("It would be great if the pannier had a loop.", "suggestion"),
    ("Please add a size finder.", "suggestion"),
    ("I suggest a smaller box.", "suggestion"),
    ("You should let members borrow tyres.", "suggestion"),
    ("I wish there was a darker colour.", "suggestion"),
    ("There should be a manual in the box.", "suggestion"),
    ("I want to buy a cargo bike.", "purchase_intent"),
    ("We are thinking of ordering two of them.", "purchase_intent"),
    ("I'm in the market for a new helmet.", "purchase_intent"),
    ("I will probably order it tomorrow.", "purchase_intent"),
    ("Looking for a child seat that fits.", "purchase_intent"),
    ("Which one should I buy?", "question purchase_intent"),
    ("Is it still available?", "question purchase_intent"),
    ("I am not going to buy it.", ""),
    ("I will cancel my contract this week.", "threat_to_leave"),
    ("I am done, my next bike will come from somebody else.", "threat_to_leave"),
    ("You just lost a customer.", "threat_to_leave"),
    ("Thinking of switching to another shop.", "threat_to_leave competitor"),
    ("I will take my business elsewhere.", "threat_to_leave"),
    ("I won't be back.", "threat_to_leave"),
    ("I can only recommend this light.", "recommendation"),
    ("You won't regret it.", "recommendation"),
    ("Go for the wider tyre.", "recommendation"),
    ("Worth every cent.", "recommendation praise"),
    ("Can anybody recommend a light?", "question"),
    ("The competition has a better app.", "competitor"),
    ("I came from Nordrad last year.", "competitor"),
    ("A Brisk Cycles dealer opened here.", "competitor"),
    ("The brake failed on the descent.", "safety"),
    ("I nearly crashed this morning.", "safety"),
    ("This is dangerous.", "safety"),
    ("The battery caught fire.", "safety"),
    ("Two people were injured.", "safety"),
    ("Please delete my data.", "privacy"),
    ("Why does the app want my location?", "question privacy"),
    ("You sent this without my consent.", "privacy"),
    ("Stop sending me mails.", "privacy"),
    ("Yesterday we rode to the lake.", ""),
    ("The bike stands in the cellar.", ""),
    ("See https://example.org/a?b=c for the list", ""),
)

ABROAD = (
    ("de", "Weiß jemand, ob der Träger passt?", "question"),
    ("de", "Ich bin enttäuscht, das Licht ist kaputt.", "complaint"),
    ("de", "Vielen Dank, das ist super!", "praise"),
    ("de", "Es wäre schön, wenn es das in Blau gäbe.", "suggestion"),
    ("de", "Ich möchte ein Lastenrad kaufen.", "purchase_intent"),
    ("de", "Ich kündige und wechsle zu anderen.", "threat_to_leave"),
    ("de", "Das ist gefährlich, fast gestürzt!", "safety"),
    ("de", "Bitte meine Daten löschen.", "privacy"),
    ("es", "¿Alguien sabe cuánto pesa?", "question"),
    ("es", "Estoy decepcionada, no funciona.", "complaint"),
    ("es", "Muchas gracias, excelente.", "praise"),
    ("es", "Quiero comprar una bici.", "purchase_intent"),
    ("es", "Lo recomiendo sin dudar.", "recommendation"),
    ("fr", "Comment régler le frein ?", "question"),
    ("fr", "Je suis déçu, il ne fonctionne pas.", "complaint"),
    ("fr", "Merci, très bien expliqué.", "praise"),
    ("fr", "Je voudrais acheter un vélo cargo.", "purchase_intent"),
    ("fr", "C'est dangereux.", "safety"),
)


def heard(text: str, *, language: str) -> set[str]:
    found = intents(text, language=language, mentions=RIVALS.find(text))
    return {intent.kind for intent in found if intent.confidence >= 0.6}


@pytest.mark.parametrize(("sentence", "acts"), ENGLISH)
def test_an_english_sentence_does_what_it_does_and_nothing_else(sentence: str, acts: str) -> None:
    assert heard(sentence, language="en") == set(acts.split())


@pytest.mark.parametrize(("language", "sentence", "acts"), ABROAD)
def test_the_plain_cases_are_heard_in_other_languages(language: str, sentence: str, acts: str) -> None:
    assert set(acts.split()) <= heard(sentence, language=language)


def test_every_kind_is_heard_in_at_least_one_sentence() -> None:
    assert {act for _, acts in ENGLISH for act in acts.split()} == set(KINDS)


def test_a_trigger_is_the_very_words_at_its_offsets() -> None:
    text = "İstanbul 🚲: I’m DISAPPOINTED, it doesn’t work. I want to buy another one from Nordrad."
    found = intents(text, language="en", mentions=RIVALS.find(text))
    triggers = [trigger for intent in found for trigger in intent.triggers]
    assert {"DISAPPOINTED", "doesn’t work", "want to buy", "Nordrad"} <= {trigger.words for trigger in triggers}
    assert all(text[trigger.start : trigger.end] == trigger.words for trigger in triggers)


def test_more_cues_make_an_act_more_certain_but_never_certain() -> None:
    one = intents("It broke.", language="en")[0]
    many = intents("It broke, I am disappointed, nobody answered, what a waste of money!", language="en")[0]
    assert one.kind == many.kind == "complaint"
    assert one.confidence < many.confidence <= 0.99


def test_the_same_cue_said_twice_counts_once() -> None:
    once = intents("Disappointed.", language="en")
    twice = intents("Disappointed. Disappointed.", language="en")
    assert once[0].confidence == twice[0].confidence
    assert len(twice[0].triggers) == 2


def test_a_language_without_rules_still_shows_questions_and_names() -> None:
    found = intents("هل هذا Nordrad؟", language="ar", mentions=RIVALS.find("هل هذا Nordrad؟"))
    assert [intent.kind for intent in found] == ["question", "competitor"]
