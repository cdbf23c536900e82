"""Questions about cargo bikes, children, helmets and how to sit."""

from __future__ import annotations

from .shapes import Question

QUESTIONS = (
    Question(
        "cargo children age", "Cargo bikes",
        ("From which age in the box?", "Baby in the cargo bike: when?"),
        ("Our baby is {months} months old. May she ride in the {product} with a baby shell?",
         "What did your midwife say? We have no car and would like to start soon."),
        ("There is no age in law in most places; what counts is that she lies in a tested shell that is fixed at "
         "four points, that you "
         "drop the tyre pressure to 2 bar, and that you choose smooth streets at 15 km/h. Most paediatricians we "
         "asked said three "
         "months for short smooth rides, sitting on the bench only when a child can sit alone for a good while.",),
        ("We started at {weeks} weeks with the suspended shell, ten minutes at a time.",
         "Ask yours, they like being asked. And put a mirror in the box."),
        ("We were carried on the handlebar and survived.",),
    ),
    Question(
        "cargo parking storage", "Cargo bikes",
        ("Where do you park a cargo bike in a flat?", "Cargo bike outside all winter?"),
        ("No garage, no yard, third floor. Does anybody keep a {product} on the street in {city}?",
         "Is a cover enough for the winter or does everything rust?"),
        ("Ours has stood on the street for {years} years: heavy cover with eyelets, a ground anchor that the town "
         "allowed us to set "
         "(ask, it is often one form), battery and display inside. Once a month wipe and oil the chain, spray the "
         "contacts. "
         "Rust is cosmetic, theft is the problem.",),
        ("The town has rental boxes for 8 a month. Long list, put your name down today.",
         "A breathable cover, otherwise it sweats and rusts from the inside."),
        ("In the kitchen, if you love it.",),
    ),
    Question(
        "cargo steering riding", "Cargo bikes",
        ("Steering feels wobbly at first", "I nearly fell on my first ride: is it me?"),
        ("Test ride of the {product} yesterday. At walking pace it wobbled terribly and my husband had to laugh. "
         "Does that go away?",
         "How long did it take you until you trusted it with children in the box?"),
        ("It goes away within two hours, for everyone. Look far ahead and never at the front wheel, push off with "
         "some assistance, keep the "
         "elbows loose. Practise alone with 30 kg of water in the box (empty is the hardest), then eights on a car "
         "park, and "
         "only then the children.",
         "The front wheel is a metre further away than your body believes. First week: start in a low gear with "
         "the motor in eco, put "
         "the *left* foot down at stops, always the same. We practised on a Sunday and rode to school on Monday."),
        ("Three days for me. Check the damper of the steering, ours was loose.",),
        ("Some people should not ride those.",),
    ),
    Question(
        "cargo choice", "Cargo bikes",
        ("Longtail or box for two children?", "Hauler Family or Hauler Long?"),
        ("Children are 2 and 5, lift in the house is 1.{n} m deep, hills. Which one did you take and do you regret it?",
         "We go back and forth for {weeks} weeks now. What does not fit on the longtail that fits in the box?"),
        ("Under three and sleepy: box, because they fall asleep and you can talk to them. From four on the "
         "longtail is lighter, fits the lift "
         "and lasts until they are ten. We had the box for three years and changed then, and got 70 % of the money "
         "back. Rent each "
         "for a weekend before you decide, with your hill and your lift.",),
        ("Box. Dogs, crates, a washing machine once.",
         "Longtail. It parks like a normal bike and that is every day."),
        ("A car costs the same.",),
    ),
    Question(
        "cargo rain-cover", "Accessories",
        ("Rain cover steams up", "Children complain: it is hot under the cover"),
        ("With the {product} closed the windows are white after five minutes. How do you air it?",
         "The zip stuck again at the school gate this {month}. Did you grease it?"),
        ("Open both lower corners by a hand's width: air comes in at the bottom and leaves at the top vent. "
         "Anti-fog spray for swimming "
         "goggles on the inside once a month. For the zip: candle wax, not oil, along the whole length.",),
        ("We leave the rear flap open, rain comes from the front anyway.",
         "Silica bags from shoe boxes in the footwell. They do something."),
        ("Children are not made of sugar.",),
    ),
    Question(
        "children seat mounting", "Accessories",
        ("Child seat on an e-bike with a rear battery?", "Does the {product} fit a rack or the frame?"),
        ("Our e-bike has the battery under the rack. Where does the seat go?",
         "Seat tube is oval. The holder does not close. Any adapter?"),
        ("With a battery in the rack you need a rack that says at least 27 kg *and* allows seats: it is printed on "
         "it. Otherwise use a "
         "seat that clamps to the seat tube, and that needs a round tube of 28 to 40 mm. On an oval one neither "
         "adapter nor tape: "
         "it slips. Write the model of your bike and I look it up.",),
        ("We changed to the rack version. Five minutes and it holds.",
         "Mind the cables behind the holder, ours were pinched."),
        ("Cable ties hold anything.",),
    ),
    Question(
        "helmets fit", "Helmets",
        ("Helmet tips forward", "How tight should a helmet be?"),
        ("When I look down the {product} slides on my nose. Size is right according to the chart. Too loose?",
         "It presses at the temples after {n} minutes. Bigger size or other model?"),
        ("Front edge two fingers above the eyebrows; straps meet right under the ear; one finger under the buckle; "
         "then tighten the wheel until "
         "the skin of your forehead moves with the helmet when you shake it. If it presses at the temples but "
         "rocks front to back, "
         "your head is rounder than this shell: another *model*, not another size.",
         "Bend over and shake with the strap open. It must stay on by the wheel alone. If it falls: too big, or "
         "your hair is tied where the "
         "wheel sits."),
        ("Thin cap underneath in winter, readjust after.",),
        ("Foam from the hardware store.",),
    ),
    Question(
        "helmets safety crash", "Helmets",
        ("Dropped my helmet: still safe?", "Replace after a fall?"),
        ("The {product} fell from the table onto tiles. No crack. Do I need a new one?",
         "I hit the ground last week, slowly. The helmet has a scratch. The shop says replace, is that just selling?"),
        ("With your head in it: **replace**, always, the foam is crushed where you do not see it. Empty from a "
         "table: nearly always fine; take "
         "the padding out and look for hairlines or flat, shiny foam with a torch. Shop and makers give a crash "
         "discount, ask for it.",),
        ("They replaced mine for half price with a photo of the crash site.",
         "Older than seven years? Then the question is answered anyway."),
        ("I never wear one.",),
    ),
    Question(
        "helmets children", "Helmets",
        ("My son refuses to wear a helmet", "Helmet for a two year old with a small head"),
        ("He is {n} months past three and pulls it off after a minute. Any tricks with the {product}?",
         "46 cm head, everything wobbles. Which one fits really small heads?"),
        ("Let him choose the colour, and everybody wears one from the door of the flat, teddy included. No helmet, "
         "no wheels, said kindly and "
         "without debate: it took us four days. For the chin: the padded buckle matters more than any picture on "
         "the shell.",),
        ("Stickers. He may put one on for every ride.",
         "The kids version starts at 46 and has a second pad set in the box."),
        ("He will learn when he falls.",),
    ),
    Question(
        "fit saddle pain", "Accessories",
        ("Numb after twenty minutes", "Saddle pain on the new e-bike"),
        ("I bought the {product} because it is soft, and it got worse. What am I doing wrong?",
         "{km} km a day and I cannot sit in the evening. Higher, lower, other saddle?"),
        ("Soft is the trap: you sink in and the middle presses. Measure your sit bones (corrugated cardboard on a "
         "stool, sit, measure the "
         "dents, add 2 cm for upright). Saddle level, height so that the heel on the pedal gives a straight leg. "
         "Give every "
         "change three rides.",
         "Tilt it down by two degrees, not more. And stand up every few minutes on the pedals. That fixed it "
         "before I spent another cent."),
        ("Padded shorts under normal trousers. Nobody sees it.",),
        ("You get used to it after a season.",),
    ),
    Question(
        "fit hands wrists", "Accessories",
        ("Hands go numb", "Wrist pain on a flat bar"),
        ("After half an hour two fingers sleep. Would the {product} help?",
         "Little finger and ring finger, both hands. I ride {km} km each way on a {bike}."),
        ("Those two fingers are the ulnar nerve: too much weight on the outer palm. Saddle nose level or up a hair "
         "so that you do not slide "
         "forward, bar a bit higher, wing grips set so that the wrist is *straight*. Grips help, the saddle does "
         "half of it.",),
        ("Bar ends, so that the hand can change position.",
         "Cork grips made it better, not good. A shorter stem did the rest."),
        ("Gloves.",),
    ),
    Question(
        "touring luggage racks", "Accessories",
        ("Pannier knocks against my heel", "How do you pack for two weeks?"),
        ("The {product} touches my heel at each turn. Move it back, or smaller bags?",
         "Two panniers or four? {km}00 km, tent, {month}. I always take too much."),
        ("Slide the upper hooks as far forward as possible so the bag sits *back*, and turn the lower hook until "
         "it holds on the stay. Heavy "
         "things low and in front. My list for two weeks weighs eleven kilos and fits in two bags; what I did not "
         "use on three tours "
         "stays at home.",),
        ("Lay everything out, take half away, then take the money twice.",
         "Size 45 shoes here: move the rack back, there are two holes."),
        ("Saw a bit off the heel.",),
    ),
)  # fmt: skip
