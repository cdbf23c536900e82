"""Questions about orders, warranty, contracts, and about life with a bicycle."""

from __future__ import annotations

from .shapes import Question

QUESTIONS = (
    Question(
        "service inspection contract", "Service contracts",
        ("Is Care Plus worth it?", "What does an inspection include?"),
        ("I ride {km} km a day and have replaced pads, chain and tyres within a year. Does {product} pay off?",
         "What exactly do they do in the yearly inspection, and how long are you without the bike?"),
        ("I wrote it down: in one year two inspections (59 each), pads twice, a chain, labour: 231. The contract "
         "was 143. From about 3,000 km a "
         "year it pays; below 1,500 it does not. You are without the bike for a day; in {month} rather two.",),
        ("Worth it for the pick-up alone, with a cargo bike.",
         "Ask for the inspection report, it lists wear in per cent."),
        ("Do it yourself, contracts are for rich people.",),
    ),
    Question(
        "service cancel contract", "Service contracts",
        ("How do I cancel my contract?", "Contract after selling the bike"),
        ("I sold the bike in {month}. Can the buyer take over the {product}, or do I cancel?",
         "Where is the cancel button? I only find the telephone number."),
        ("Both work. In your account under *Contracts* there is 'hand over': the new owner gets a mail and "
         "confirms, you are out at the end of the "
         "month. Cancelling is on the same page, one click, end of the month, no reason needed. The phone number "
         "is only older "
         "than the button.",),
        ("I cancelled by mail and had the confirmation after {days} days.",),
        ("Just stop paying.",),
    ),
    Question(
        "orders delivery", "Bicycles",
        ("How long does delivery really take?", "Delivery date moved for the second time"),
        ("My {product} was promised for the {n}th. Today a second mail: another {weeks} weeks. Is that normal this "
         "year?",
         "Does the bike come assembled? And who carries it to the third floor?"),
        ("Mine took {days} days, came in a large box with the handlebar turned and pedals off: fifteen minutes "
         "with a 6 mm and a 15 mm key. They "
         "deliver to the kerb; for 49 you get it set up at your door. If the date moves twice, write to service, "
         "they let you change to a "
         "model that is in stock without a fee.",),
        ("Local shop pick-up was quicker by a week in {city}.",),
        ("Everything is late nowadays.",),
    ),
    Question(
        "orders returns", "Accessories",
        ("Returned parcel, no refund yet", "How do I send something back?"),
        ("Sent back {weeks} weeks ago, tracking says delivered. When do you get your money?",
         "The {product} does not fit. Do I need the original box?"),
        ("Ten days after it arrives in the warehouse, in my two cases eight and eleven. Check that the return slip "
         "was scanned: *Account, Orders, "
         "Returns* must say 'received'. If it says 'announced', send them the tracking number, it is then done the "
         "same day. The original "
         "box is not needed, tags are.",),
        ("Took {days} days for me. Friendly people.",),
        ("Call your bank.",),
    ),
    Question(
        "service warranty frame", "Bicycles",
        ("Creak from the frame: warranty?", "Crack in the paint near the weld"),
        ("My {product} is {months} months old and I see a line in the paint at the head tube. Paint or frame?",
         "What do they want to see for a warranty case? I bought it second hand."),
        ("Stop riding it until it is clear, please. Clean it, photograph it from three sides with a coin for "
         "scale, send that and the frame number "
         "to service. Draw a thin line with a pen at the end of the crack: if it grows beyond, it is the frame. "
         "Five years for "
         "the first owner, two for the second with the receipt.",),
        ("Mine was the paint only. They looked at it the same week all the same.",),
        ("Ride until it breaks, then you know.",),
    ),
    Question(
        "privacy account data", "Service contracts",
        ("What does the shop know about me?", "How do I delete my account?"),
        ("I bought one light and get asked if I want to be measured. What is stored, and can I see it?",
         "Can I delete my account and keep the warranty?"),
        ("Account, *What we know about you*: everything in plain words, with who entered it and when, and a "
         "download. Measurement is off unless you "
         "switch it on. Delete is on the same page; receipts are kept for ten years because the tax office wants "
         "them, without your "
         "reading or posts. Warranty goes by receipt, so you keep it.",),
        ("I downloaded mine: four pages, half of it my own posts.",),
        ("They know everything anyway.",),
    ),
    Question(
        "commuting clothing rain", "Accessories",
        ("What do you wear in the rain?", "Arriving dry at the office"),
        ("Cape, trousers, or change at work? {km} km and I sweat in everything.",
         "It rains since {month}. Recommend me something that is not yellow."),
        ("Cape up to ten kilometres, because it airs; with trousers you are wet from the inside. Mudguards that "
         "reach low with a flap in front save "
         "your shoes, and waterproof panniers beat any rucksack. I keep a spare pair of socks in the desk. That is "
         "the system.",),
        ("Rain legs and an umbrella for the last metres.",
         "It rains less than you think: I counted {n} wet rides in a year."),
        ("Skin is waterproof.",),
    ),
    Question(
        "commuting route safety", "Lights",
        ("Which route through {city}?", "Avoiding the ring road by bike"),
        ("New job, {km} km across the town. The map sends me along the ring road. Where do you ride?",
         "How do you deal with lorries turning at the big crossing?"),
        ("Along the canal and through the allotments: 1.5 km more, three traffic lights instead of eleven, and I "
         "arrive in a better mood. At the big "
         "crossing: stay *behind* the lorry, never next to it, wait for the second green if you must. Ride your "
         "route on a Sunday first.",),
        ("The parallel street two blocks north. Nobody knows it.",
         "Send the town a report for each bad spot. Ours was painted after {months} months."),
        ("Pavement.",),
    ),
    Question(
        "bike train transport", "Bicycles",
        ("Bike on the train: what works?", "Does a {product} fit a long-distance train?"),
        ("From {city} to the coast with two bikes in {month}. How early do you book, and what do they measure?",
         "Wheelbase limit on trains: does anybody know?"),
        ("Book the day the timetable opens, spaces are eight per train. Standard bikes up to 1.85 m long go, wide "
         "bars must turn. Batteries stay "
         "on. Be at the end of the platform where the picture of the bicycle is, and take the bags off *before* "
         "the train arrives.",),
        ("Regional trains, one more hour, no booking. Always.",),
        ("Drive.",),
    ),
    Question(
        "mountain suspension setup", "Bicycles",
        ("How much sag?", "Fork feels harsh on my {product}"),
        ("I weigh {n} kg and use half of the travel on my home trail. Let air out?",
         "First bike with suspension. Which knob does what?"),
        ("Sag first: in riding gear, standing, the ring should sit at 20-25 % for a hardtail, 28-30 % for full "
         "suspension. Then rebound: off a kerb it "
         "should come back once without bouncing. Compression open until you know why you want it closed. Change "
         "one thing per ride and "
         "write it down.",
         "Half the travel on a smooth trail is fine! Use the ring after the roughest part: 10 % left is right."),
        ("Pump goes loose a bit when you take it off, count with 5 psi.",),
        ("Harder is faster.",),
    ),
    Question(
        "mountain tyres grip", "Tyres",
        ("Slipping on wet roots", "Front wheel washes out in corners"),
        ("I fell twice on the same root this {month}. Tyre, pressure, or me? Mine is the {product}.",
         "What pressure do you ride tubeless at {n} kg in the wet?"),
        ("All three, in this order: you, pressure, tyre. Cross roots as square as you can and *unweight*, no brake "
         "on the root itself. Then 1.5 bar front "
         "tubeless at 75 kg, down by 0.1 until you feel the rim once, back up 0.2. Only then a softer front tyre.",),
        ("1.6 front, 1.8 rear here. Ride it slower, it helps too.",
         "Softer compound in front, cheap hard one behind."),
        ("Roots are for walking.",),
    ),
    Question(
        "safety recall batch", "Brakes",
        ("Is my batch affected?", "Where is the batch number on the pads?"),
        ("I read about squealing {product}. How do I see if mine are from that batch?",
         "Bought in {month}, no noise so far. Should I change them anyway?"),
        ("The number is lasered on the back plate, next to the arrow: six digits, the first two are the week. You "
         "see it without removing the pad, "
         "with a torch from above. No noise and full bite means nothing is wrong. When in doubt send a photo to "
         "service, they "
         "answer within a day.",),
        ("Check the page of the product, there is a box with the numbers.",),
        ("Throw everything away.",),
    ),
    Question(
        "newcomer first-bike", "E-bikes",
        ("What should a beginner pay attention to?", "Back on the bike after {years} years"),
        ("My doctor says move more. {city} is hilly. Is the {product} something for somebody who has not cycled "
         "since school?",
         "Which three things would you tell your own mother before she buys one?"),
        ("One: both feet on the ground while sitting. Two: brakes that you can pull with two fingers, try it on a "
         "slope. Three: a dealer you can walk to. "
         "The rest, motor, gears, screens, matters much less than the adverts say. Then ride the first week where "
         "there are no cars.",
         "Take a course! Ours in {city} was four hours, free, and half of us were over sixty. Braking on purpose "
         "ten times does more for you "
         "than any model."),
        ("Mirror on the left. I would not ride without one any more.",),
        ("E-bikes are cheating.",),
    ),
    Question(
        "newcomer repair basics", "Accessories",
        ("Which tools should I own?", "First tool kit: what is missing?"),
        ("I can pump. That is all. What do I need at home so that I can do the simple things myself?",
         "Is a {product} enough, or do I need the one with the gauge on top?"),
        ("Floor pump with gauge, 4-5-6 mm hex keys, two plastic tyre levers, patches, chain lube, a rag. Under "
         "seventy euros and it covers 90 % of what "
         "happens. Then learn three things: pump every two weeks, fix a tube, wipe and oil the chain. Brakes come "
         "second, with "
         "somebody next to you.",),
        ("Go to a repair café with your bike. You learn more in an evening than from films.",
         "A torque wrench once there is carbon, not before."),
        ("A telephone.",),
    ),
)  # fmt: skip
