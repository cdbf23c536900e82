"""What the Components page shows in its components: invented people, plausible figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from django import forms
from django.utils.safestring import mark_safe
from django.utils.timezone import now

Row = Mapping[str, object]


class ReviewExample(forms.Form):
    """The review form as it stands when something is wrong."""

    rating = forms.ChoiceField(
        label="Your rating",
        choices=[(str(stars), f"{stars} stars" if stars > 1 else "1 star") for stars in range(5, 0, -1)],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label="In one sentence", help_text="What you would tell a friend first.", max_length=120)
    body = forms.CharField(label="Your review", widget=forms.Textarea(attrs={"rows": 5}))
    owned_for = forms.ChoiceField(
        label="You have had it for",
        required=False,
        choices=[("", "rather not say"), ("m", "some months"), ("y", "years")],
    )
    may_contact = forms.BooleanField(label="The workshop may write to me about this review", required=False)


# fmt: off
ICONS = [
    "search", "home", "talk", "people", "box", "value", "case", "gear", "parts", "menu", "close", "check", "plus",
    "flag", "reply", "thumb", "bag", "back", "star", "gift", "mail", "alert", "info", "link", "moon", "key",
    "more", "undo", "question", "chevron",
]
# fmt: on

FIGURES: Row = {
    "sparkline": {
        "points": "0,20 9,19 18,18.5 27,19 36,16 45,14.5 55,13 64,13.5 73,9 82,8 91,6 100,4.5",
        "last": "100,4.5",
        "band": "0,17 27,16 55,10 82,5 100,1 100,8 82,11 55,16 27,22 0,23",
    },
    "ratings": [
        {"label": f"{stars} stars" if stars > 1 else "1 star", "count": count, "href": "#figures"}
        for stars, count in ((5, 118), (4, 61), (3, 20), (2, 8), (1, 5))
    ],
    "reasons": ["11 readers, of whom 2 bought", "12 alike who had not read it, of whom 1 bought"],
}

TABLES: Row = {
    "chart_columns": [{"label": "Person"}, {"label": "Spent", "unit": "€"}, {"label": "Word worth", "unit": "€"}],
    "chart_rows": [
        ["Cleo Marsh", "0.10", {"text": "580", "range": "(410–760)"}],
        ["Norwell Fleet", "10,000,000.00", {"text": "0", "range": "(0–2)"}],
    ],
    "columns": [
        {"label": "Person"},
        {"label": "Spent", "unit": "€", "href": "#table"},
        {"label": "Word worth", "unit": "€", "href": "#table", "sort": "descending"},
        {"label": "Sales leaned on it"},
        {"label": "Mostly about"},
    ],
    "rows": [
        [{"text": "Cleo Marsh", "href": "#people"}, "0.10", {"text": "580", "range": "(410–760)"}, "14", "brakes"],
        [
            {"text": "Ada Lindqvist", "href": "#people"},
            "2,310.00",
            {"text": "344", "range": "(201–502)"},
            "9",
            "touring",
        ],
        [{"text": "Tomas Berg", "href": "#people"}, "—", {"text": "120", "range": "(38–233)"}, "4", "repairs"],
        [{"text": "Noor Haddad", "href": "#people"}, "615.50", {"text": "41", "range": "(2–190)"}, "1", "lights"],
    ],
    "total": ["All four", "2,925.60", {"text": "1,085", "range": "(761–1,438)"}, "28", ""],
}


def _ago(**span: float) -> datetime:
    return now() - timedelta(**span)


def _timeline() -> Sequence[Row]:
    day = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
    return [
        {
            "when": day + timedelta(days=21),
            "kind": "did",
            "kind_text": "we did",
            "title": "The case about her brakes was closed",
            "href": "#timeline",
            "badge": "answered",
            "badge_tone": "good",
            "excerpt": "Tomas sent new pads and wrote why they squealed.",
        },
        {
            "when": day + timedelta(days=20),
            "kind": "said",
            "kind_text": "said",
            "title": "Brakes squeal after rain, what now?",
            "href": "#timeline",
            "badge": "question",
            "badge_tone": "note",
        },
        {
            "when": day + timedelta(days=2),
            "kind": "credited",
            "kind_text": "credited",
            "title": "Three sales leaned on her review",
            "amount": "€41.00",
            "reason": "Three buyers had voted it helpful within thirty days before they bought.",
        },
        {
            "when": day,
            "kind": "said",
            "kind_text": "said",
            "title": "Review of Trail 29",
            "href": "#timeline",
            "rating": 5,
            "excerpt": "Two winters, four thousand kilometres, and the only thing I have replaced is the chain.",
            "note": "34 found it helpful",
        },
        {
            "when": day - timedelta(days=9),
            "kind": "returned",
            "kind_text": "returned",
            "title": "Bell, brass",
            "amount": "−€14.90",
        },
        {
            "when": day - timedelta(days=70),
            "kind": "bought",
            "kind_text": "bought",
            "title": "Sticker, “Ride on”",
            "amount": "€0.10",
        },
    ]


def _posts() -> Sequence[Row]:
    return [*_review(), *_answers()]


def _review() -> Sequence[Row]:
    return [
        {
            "id": "review-example",
            "name": "Cleo Marsh",
            "initials": "CM",
            "tone": 2,
            "author_note": "expert in brakes",
            "when": _ago(days=12),
            "place": "Trail 29",
            "title": "Two winters in, still quiet",
            "rating": 5,
            "yes": 214,
            "of": 230,
            "url": "#words",
            "mine": "yes",
            "marks": [
                {"text": "verified buyer", "tone": "good", "icon": "check"},
                {"text": "received free for review", "tone": "watch"},
            ],
            "body": mark_safe(
                "<p>I ride to work every day, rain or not. After <strong>4,000 km</strong> the "
                "only thing I have replaced is "
                "the chain. The brakes squeal for the first minute after rain; wiping the rim ends it.</p>"
                "<blockquote><p>Does the rack hold two bags?</p></blockquote><p>It does, up to 25 kg.</p>"
            ),
        },
    ]


def _answers() -> Sequence[Row]:
    return [
        {
            "id": "answer-example",
            "name": "Tomas Berg",
            "initials": "TB",
            "tone": 4,
            "role": "staff",
            "author_note": "workshop",
            "when": _ago(hours=5),
            "place": "in the portal",
            "yes": 9,
            "of": 9,
            "url": "#words",
            "mine": "",
            "body": mark_safe(
                "<p>The squeal comes from resin on new pads. Sand them lightly with grade 120; "
                "<code>BP-29</code> pads from this "
                "spring no longer need it.</p>"
            ),
        },
        {
            "id": "peer-example",
            "name": "Ada Lindqvist",
            "initials": "AL",
            "tone": 5,
            "accepted": True,
            "author_note": "has answered 61 questions",
            "when": _ago(minutes=42),
            "place": "in the portal",
            "yes": 0,
            "of": 0,
            "url": "",
            "body": mark_safe("<p>Clean the rims with alcohol first. Nine times in ten that is all.</p>"),
        },
    ]


def _conversations() -> Sequence[Row]:
    return [
        {
            "title": "Brakes squeal after rain, what now?",
            "href": "#lists",
            "initials": "CM",
            "tone": 2,
            "current": True,
            "excerpt": (
                "Since the first wet week the rear brake howls so loud that people turn round. "
                "Is that dangerous or only annoying?"
            ),
            "meta": ["Cleo Marsh", "portal", "word worth €580"],
            "badges": [{"text": "question", "tone": "note"}],
            "when": _ago(hours=3),
            "end": ["to Product quality"],
        },
        {
            "title": "Third parcel that came without the pedals",
            "href": "#lists",
            "initials": "OW",
            "tone": 3,
            "excerpt": "Ordered on the 3rd, box open on arrival, no pedals again. I will not order a fourth time.",
            "meta": ["Olu Weston", "e-mail"],
            "badges": [{"text": "complaint", "tone": "bad"}, {"text": "may leave", "tone": "watch"}],
            "when": _ago(hours=7),
            "end": ["due in 1 h"],
        },
        {
            "title": "A stand that holds in sand",
            "href": "#lists",
            "initials": "G",
            "tone": 1,
            "excerpt": "A wider foot that clips on would do; I printed one.",
            "meta": ["@gearwright@bikes.example", "Mastodon"],
            "badges": [{"text": "suggestion", "tone": "accent"}],
            "when": _ago(days=2),
            "end": ["18 replies"],
        },
    ]


def examples() -> Row:
    """Return the values the Components page draws; times are relative to now."""
    return {
        **FIGURES,
        **TABLES,
        "timeline": _timeline(),
        "posts": _posts(),
        "conversations": _conversations(),
        "form": ReviewExample({"rating": "4", "title": "", "body": "Good."}),
        "menu": [
            {"label": "Copy the link", "href": "#"},
            {"label": "Merge with another", "href": "#"},
            {"label": "Erase", "url": "#", "kind": "danger"},
        ],
        "tabs": [
            {"label": "Needs someone", "href": "#lists", "count": 7, "current": True},
            {"label": "Mine", "href": "#lists", "count": 2},
            {"label": "Questions", "href": "#lists", "count": 31},
            {"label": "May leave", "href": "#lists", "count": 4},
            {"label": "All", "href": "#lists"},
        ],
        "life_cycle": [
            {"label": "stranger"},
            {"label": "prospect"},
            {"label": "customer"},
            {"label": "advocate", "current": True},
        ],
        "facts": [
            {"label": "E-mail", "value": "cleo@example.org", "note": "verified 3 March"},
            {"label": "Known since", "value": "3 March 2026", "note": "by a purchase"},
            {"label": "May be asked about", "value": "brakes, touring", "note": "in the portal"},
            {"label": "Measurement", "value": "agreed", "href": "#people", "note": "12 May 2026"},
        ],
        "icons": ICONS,
    }
