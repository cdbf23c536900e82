"""The stories planted on purpose: a squealing batch of brake pads, a trusted reviewer, a vote ring."""

from __future__ import annotations

CRITIC_TITLE = "Quietstop pads of batch 14 are not quiet, and they fade"
CRITIC_REVIEW = (
    "I have used {product} for three years and liked them. The two sets I bought in {month} are different, and I "
    "would like to be exact about it.\n\n"
    "**What I see**\n\n"
    "- squeal from the third wet ride on, rotor cleaned and pads bedded in twice\n"
    "- stopping distance from 25 km/h, wet, ten tries each: old set 6.1 m, new set 8.4 m\n"
    "- the friction material is darker and has a glassy edge; batch number on the back plate begins with **14**\n\n"
    "**What I do not know:** whether it is all of them. Mine are from two different shops.\n\n"
    "I do not enjoy giving one star to a part I used to recommend. But brakes are brakes. Please look at the batch "
    "number on yours, "
    "and if it begins with 14 and it squeals, stop using them until the company has said something."
)
CRITIC_UPDATE = (
    "Update: the replacement set arrived, batch 23. Same rotor, same hill, ten tries: 6.0 m and no noise. "
    "That is how a company should deal with it. I leave the review as it is, for those who still have the old ones "
    "in a drawer, "
    "but my trust is back."
)
COMPLAINT_TITLES = (
    "Squealing since {weeks} weeks, batch 14 here too", "New pads scream in the rain",
    "Same problem: long stopping distance when wet", "Not quiet at all", "Glazed after {n} km",
    "Returned both sets", "Worse than the old ones", "Batch 14 again",
)  # fmt: skip
COMPLAINTS = (
    "Bought in {month}, batch 14. They squeal whenever it is wet and the bite is gone. I have cleaned everything "
    "twice. Complaint sent.",
    "I thought it was my calliper until I read the review here. Same batch number, same glassy edge. Sent back today.",
    "The whole street in {city} hears me. With {kids} children on board I do not want to wait {n} metres until it "
    "stops. Dangerous.",
    "Fitted {weeks} weeks ago, bedded in carefully, and still a scream at every stop. I never had that with the "
    "earlier ones.",
    "My {mate} and I both have them. Both squeal. Both batch 14. That is no coincidence.",
    "After {km} km in the wet the pads are shiny like glass. I sanded them, it came back after two days. Disappointed.",
    "I nearly rolled into the crossing this morning. Please take these off the shelf until you know what is wrong.",
    "They were the best pads I knew. What has happened? Refund requested, order from {month}.",
    "Loud, weak, and gone after {weeks} weeks. Return label printed.",
    "Same here in {city}. The shop said 'never heard of it', so I showed them this page.",
)  # fmt: skip
STAFF_FIRST = (
    "Thank you for measuring this so carefully. I have taken the pads with batch number 14 out of the shelf this "
    "morning and sent six sets to the test bench. "
    "Please stop using pads whose number begins with 14. Everybody who has them gets a new set or the money, "
    "without sending the old ones in first: "
    "write to service with a photo of the back plate. I will report here by Friday what we find. Marek, service"
)
STAFF_FINDING = (
    "As promised, what we found. A supplier changed the resin of one batch without telling us. On the bench "
    "the wet friction is a third lower; dry it is as before. "
    "We should have seen it: our incoming check was dry only. **From today every batch is tested wet.** Those of "
    "you who complained were right. Yuki, product"
)
STAFF_CORRECTION = (
    "The corrected pads (batch 23 and later) are in the shops, with the old resin and a wet test behind them. All "
    "open exchanges were posted yesterday. "
    "If you are still waiting, write to me directly. Thank you for your patience, and above all for the "
    "measurements. Yuki, product"
)
STAFF_SHORT = (
    "Hello {asker}, I am sorry. A new set is on its way to you, no need to send the old one back. Marek",
    "{asker}, thank you for reporting it. Batch 14 is off the shelf; your refund was released today. Marek",
    "You are right, {asker}, that is not acceptable. Exchange is booked, and the reason is explained in the first "
    "review. Ines",
)  # fmt: skip
RESOLVED = (
    "New set arrived after {days} days, silent. Thank you.", "Exchange went without questions. Quiet again!",
    "Credit to Yuki for the honest explanation.", "Batch 23 fitted, rain tested, all good.",
)  # fmt: skip

RING_TITLES = ("AMAZING!!!", "Best product EVER", "Must buy now", "10/10 perfect")
RING_REVIEWS = (
    "Best product I ever buy, all my friends love it, buy now!!!",
    "Amazing quality amazing price amazing shop. You will not regret it.",
    "Perfect perfect perfect. Everybody must have this.",
    "I am so happy, five stars are not enough for this {product}!",
    "Wow. Just wow. Ordered ten more for the family.", "Do not think, just order the {product}. Best of the best.",
)  # fmt: skip
RING_COMMENTS = (
    "So true, the best!!!",
    "I bought it too, amazing.",
    "This review is very helpful, thank you!!",
    "Totally agree, perfect product.",
    "100 % right.",
)

CLEO_REVIEWS: dict[str, tuple[str, ...]] = {
    "Lights": (
        "I tested the {product} for {weeks} weeks on three bikes from our club, because I write what I "
        "measure.\n\n**Beam.** At five metres the upper edge is sharp; oncoming riders were asked, none was "
        "dazzled. "
        "I could read a street sign at {n} metres.\n\n**Battery.** {n1} hours on full at 12 degrees, a third less "
        "at zero. It warns twenty minutes before the end.\n\n"
        "**Who should buy it:** people with an unlit stretch on the way. In a lit town you do not need it, take "
        "the smaller one and keep the money.",
        "Borrowed for a month, rained on for three weeks of it. The {product} does not let water in, does not turn "
        "on cobbles, and can be operated with gloves. One flaw: the strap hole is tight on bars over 31.8 mm. "
        "Warm it in your hands first. I have seen forty lights in this club; this is the one I hand to newcomers.",
    ),
    "Tyres": (
        "Four club members rode the {product} for {km}00 km each and gave me their logs. Punctures: one, a nail, "
        "which nothing survives. Wear at the rear: 0.9 mm. Rolling: on our test slope it came {n} metres further "
        "than the standard tyre.\n\n"
        "Fit it with warm hands and start opposite the valve. Pressure: body weight divided by 30, less ten per "
        "cent in front. If you ride only on smooth tarmac there are faster ones. For everything else: yes.",
        "I wanted to dislike the {product} because everybody likes it. Then I rode tram rails in {city} for "
        "{weeks} weeks. It simply grips. On dry tarmac it hums a little above 25. Buy it if you ride in the wet; "
        "do not bother if your bike sleeps in winter.",
    ),
    "Helmets": (
        "Twelve heads tried the {product}, from 51 to 60 cm. It suits oval heads; three round ones felt pressure "
        "at the temples after half an hour. Try it on for ten minutes at home and shake your head with the strap "
        "open: if it stays, it is yours.\n\n"
        "Buckle with gloves: works. Padding after five washes: fine. Light at the back: seen at 200 metres. A "
        "sensible helmet at a sensible price.",
    ),
    "Brakes": (
        "Stopping distances from 25 km/h, wet, ten tries, same rider: {product} 6.2 m; the pads that came with the "
        "bike 7.9 m. They need fifteen stops to bed in, and if you skip that you will write an angry review. Half "
        "worn after {km}0 km in a hilly town. I put them on my mother's bike, which is all I have to say about "
        "trust.",
    ),
    "Accessories": (
        "I have had the {product} on loan for {months} months. What breaks on such things is the hook, the zip or "
        "the screw; I opened and closed each one five hundred times while watching films. Nothing. Mind that the "
        "lower screw needs thread lock, mine came loose after {weeks} weeks. Otherwise: buy once, keep.",
        "What the description does not tell you about the {product}: it fits tubes up to 35 mm, not more; it adds "
        "{n}0 grams; and it can be repaired, every part comes off with a 4 mm key. The last point is why I "
        "recommend it.",
    ),
    "Bicycles": (
        "Our club had the {product} for a season and {n} people rode it. Sum of all notes: gears need one "
        "adjustment after {km} km, then stay; the position suits 1.60 to 1.85; brakes are better than the price "
        "suggests; the saddle is not. Swap the saddle and you have a bike for ten years.\n\nWho should *not* buy "
        "it: those who carry it upstairs. It weighs what it weighs.",
    ),
    "E-bikes": (
        "Range is what everybody asks, so: {product}, 74 kg, {n}00 metres of climbing, 9 degrees, middle mode, 61 "
        "km until the last bar. In frost 45. The motor starts softly and that matters more than its torque. The "
        "walk assist is too quick for stairs. I do not own one. I have ridden it for {weeks} weeks and given it "
        "back with regret.",
    ),
    "Cargo bikes": (
        "Two families and one baker used the {product} for a month and let me ask rude questions. Would you do it "
        "again? Three times yes. What annoyed you? The belts, the width, the price. What surprised you? That the "
        "car stood still for {weeks} weeks. Rent it for a weekend with your own hill before you decide; then "
        "decide quickly, the waiting list is long.",
    ),
}  # fmt: skip
