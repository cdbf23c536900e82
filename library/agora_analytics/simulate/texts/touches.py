"""What staff noted after a call, a meeting, a mail or a letter."""

from __future__ import annotations

FLEET = (
    (
        "meeting",
        "Yearly plan: forty more bikes in three steps, wants one invoice per quarter and a spare bike on site.",
    ),
    ("call", "Asked for delivery before the trade fair. Promised a date by Friday, kept it."),
    ("mail", "Sent the offer for Care Fleet on the new bikes. No reply yet, he never writes much."),
    ("meeting", "Walked through his yard. Two drivers complain about the stand; passed on to product."),
    ("call", "Short: everything runs. Wants the same contact person, no newsletter."),
    ("mail", "Invoice split as asked, thanks received in three words."),
)

CUSTOMERS = (
    ("call", "Asked when the inspection is due; booked for next week."),
    ("call", "Brake noise after three weeks. Explained bedding in, offered an exchange if it stays."),
    ("call", "Wanted to know whether the child seat fits; measured together on the phone, it does."),
    ("mail", "Sent the missing screw and a note. Friendly answer."),
    ("mail", "Delivery moved by a week; apologised, offered a loan bike, declined."),
    ("mail", "Question about the invoice address, corrected."),
    ("meeting", "Test ride with the cargo bike, will think it over with her husband."),
    ("meeting", "Came by the shop floor: praises the light, misses a size finder on the site."),
    ("letter", "Written complaint about a late refund; answered by letter, refund released the same day."),
    ("letter", "Thank-you card after the repair of an old bicycle."),
    ("call", "Thinks of cancelling the contract, waited too long for an appointment; got one for tomorrow."),
    ("call", "Looking for six bikes for a care service, wants a visit."),
)

RETURN_REASONS = (
    "does not fit", "size too small", "size too large", "changed my mind", "arrived damaged",
    "different from the picture",
    "ordered twice", "defect after first use", "gift, already had one", "delivery too late",
)  # fmt: skip
BATCH_REASON = "brakes squeal, batch 14"
