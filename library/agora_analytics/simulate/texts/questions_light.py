"""Questions about lights, motors, batteries."""

from __future__ import annotations

from .shapes import Question

QUESTIONS = (
    Question(
        "lights battery winter", "Lights",
        ("Front light dies in the cold", "Light lasts half as long in winter"),
        ("In summer the {product} runs for a week, now at minus five it is dead after {n} minutes. Broken?",
         "Battery life of my light halved since {month}. Warranty?"),
        ("Not broken: a lithium cell gives about 60 % at minus ten. Keep it in your pocket until you leave, run it "
         "on the "
         "middle step, charge it warm and never below zero. If it does not last at 20 degrees either, then it is a "
         "warranty case.",
         "Measure once in the kitchen: full charge, middle step, stopwatch. If it reaches the time in the manual, "
         "it is the "
         "cold. If it is below 80 % of it, write to service with that figure, they replace it without discussion."),
        ("I carry mine under the jacket, that gives me ten more minutes.",),
        ("Buy cheaper ones and more of them.",),
    ),
    Question(
        "lights adjust glare", "Lights",
        ("People shout at me: am I dazzling them?", "How high should the beam point?"),
        ("Twice this week somebody coming towards me covered their eyes. How do I set the {product} properly?",
         "Where should the bright edge of the light end? I ride an unlit path along the canal in {city}."),
        ("Stand five metres from a wall. The upper edge of the beam should be **half as high there as at the "
         "lamp**, so that "
         "it meets the ground after ten metres. Then ride towards a parked car: you should not light up its mirror. "
         "Tighten the bolt well, most lights slip after the first kerb.",
         "On the path look where the bright edge ends: about ten to twelve metres in front of you is right. If you "
         "light "
         "tree tops, you dazzle people."),
        ("Point it down a bit more than you think. You see enough anyway.",),
        ("If they shout they have seen you. Works as designed.",),
    ),
    Question(
        "lights dynamo wiring", "Lights",
        ("Dynamo light flickers at walking pace", "Standlight does not stay on"),
        ("At slow speed the {product} flickers and at the traffic light it goes off at once. Hub dynamo, new cables.",
         "Rear light works, front light is dead since the bike fell over. Where do I start?"),
        ("Start at the connector of the hub: pull it off, twist the strands again, put it back so that the frame "
         "wire is on "
         "the side with the symbol. Then check the earth: flicker at low speed with a good hub is almost always a bad "
         "earth. The standlight needs three minutes of riding to charge; if it is dark after that, the capacitor "
         "is gone.",
         "Touch a small bulb to the hub terminals and spin the wheel. Bulb lights: the hub is fine, look for a pinched "
         "cable behind the fork crown. Bulb dark: hub."),
        ("Corroded plug at the hub, it is always that.",),
        ("Use battery lights like everybody.",),
    ),
    Question(
        "lights rear visibility safety", "Lights",
        ("Blinking or steady rear light?", "Are blinking lights safer?"),
        ("I ride {km} km on a road without a lane. Is blinking safer, or just annoying?",
         "Is it even legal to blink? I have the {product} and three modes."),
        ("Steady at night, because drivers judge distance from a steady point and cannot from a flashing one. "
         "Blinking is "
         "useful in daylight. In Germany and the Netherlands blinking is not allowed on the bike at all. Two "
         "steady lights "
         "at different heights beat any flashing mode.",),
        ("Steady plus reflector stickers on the crank arms. The moving dots are what drivers see first.",
         "I use blink in fog only."),
        ("Blink! The more the better!",),
    ),
    Question(
        "e-bike range battery", "E-bikes",
        ("How far does it really go?", "Real range in winter with a 500 Wh battery?"),
        ("The advert says 110 km. I need {km} km with hills and a rucksack, every day, also in winter. Will the "
         "{product} do "
         "that without charging at work?",
         "My range went from 80 to 45 km since it is cold. Is the battery dying?"),
        ("Count with 10 Wh per kilometre in the middle mode on mixed ground, 7 on the flat in eco, 15 in turbo uphill. "
         "In frost subtract a quarter. So 500 Wh: fifty honest kilometres. Keep the battery inside overnight and "
         "put it in "
         "just before you leave, that alone gives back ten per cent.",
         "I log every ride: 500 Wh, 85 kg rider, {n}00 metres of climbing a day. Summer 58 km, winter 43. Four "
         "years old, "
         "still at 91 % in the last service report. Cold is not dying."),
        ("Tyre pressure! From 2 to 3.5 bar gave me six kilometres.",),
        ("Adverts lie, get a car.",),
    ),
    Question(
        "e-bike battery charging", "E-bikes",
        ("Charge to 80 or 100 per cent?", "How do I treat the battery well?"),
        ("I charge every night to full. A colleague says that kills the battery. What is true for the {product}?",
         "The bike stands for {weeks} weeks while we travel. Full, empty or half?"),
        ("The two things that age it are heat and standing full. For daily use charge when it is at 20-30 % and "
         "take it off "
         "at 80-90 % if you do not need the range. For a break of more than two weeks store it at 50-60 % in a "
         "room at 10 to "
         "20 degrees. A full charge before a long trip does no harm at all.",),
        ("Half full for holidays. Everything else makes a small difference over five years.",
         "I use a timer for the charger: three hours, done."),
        ("Always 100, always on the charger, never had a problem. (Had it since {month}.)",),
    ),
    Question(
        "e-bike motor noise", "E-bikes",
        ("Motor knocks when I stop pedalling", "Clicking from the motor at low speed"),
        ("There is a knock when I stop pedalling and the bike rolls over cobbles. {n}00 km on the clock. Is the "
         "motor breaking?",
         "A click once per pedal turn, only under load. My {product} is {months} months old."),
        ("Two different things. A knock on cobbles while coasting is the freewheel in the motor, harmless and "
         "normal for "
         "this type. A click once per pedal turn is nearly always the pedal thread or crank bolt: take the pedals out, "
         "grease, tighten to 40 Nm, then the crank bolt. Nine out of ten 'motor clicks' end there.",
         "Stand on the left pedal with the brake pulled. If it clicks then, it is crank or pedal. If it only "
         "clicks while "
         "the motor pulls, have the chainring bolts checked. Only after that think about the motor."),
        ("Mine was the seat post. Sounds travel through the frame.",),
        ("Turn the display off and you do not hear it.",),
    ),
    Question(
        "e-bike law speed", "E-bikes",
        ("May I ride an e-bike on a forest path?", "Where is a 25 km/h e-bike allowed?"),
        ("Is a {product} a bicycle in law? I would like to take the forest track behind {city}.",
         "My neighbour says I need insurance for the e-bike. True?"),
        ("Up to 250 W and 25 km/h with pedal assistance it is a bicycle in the EU: cycle paths, forest tracks "
         "where bicycles "
         "are allowed, no plate and no insurance duty. Private liability insurance is a good idea all the same. 45 "
         "km/h "
         "bikes are mopeds and need all of it.",),
        ("Bicycle in law. Local signs can say otherwise in nature reserves.",
         "My insurer asked for the frame number, else nothing."),
        ("Nobody checks.",),
    ),
    Question(
        "e-bike display software", "E-bikes",
        ("Error 503 on the display", "Display says E-503, motor off"),
        ("Since the wash yesterday my {product} shows error 503 and the motor is off. Can I reset it?",
         "Error 503 after every bump. It comes back after switching off and on. What is it?"),
        ("503 is the speed sensor. Look at the rear wheel: a magnet on a spoke or on the rotor, a sensor on the "
         "chainstay. The "
         "gap must be 5-15 mm and the magnet must pass the mark. After a wash the magnet has often slipped. Push "
         "it back, "
         "switch on, ride ten metres. Nothing to reset.",
         "Check the plug of the sensor where the cable enters the frame; a pressure washer pushes water in. Dry "
         "it, a bit of "
         "dielectric grease, done."),
        ("Speed sensor. I fixed mine with a cable tie for {weeks} weeks.",),
        ("Call the dealer, do not touch anything.",),
    ),
    Question(
        "e-bike theft lock", "Accessories",
        ("Which lock for an e-bike in {city}?", "Is a folding lock enough?"),
        ("I park at the station, eight hours a day. Is the {product} enough or do I need two locks?",
         "My insurer wants a lock of a certain class. How do you lock yours?"),
        ("Two different locks of at least level 10-15, frame *and* front wheel to something that is concreted in, "
         "and take the "
         "battery off when the bike stands overnight. A thief brings one kind of tool. The folding lock is fine as the "
         "second of the two. Photograph the frame number and the receipt now, not afterwards.",),
        ("Park next to a nicer bike with a worse lock. I am only half joking.",
         "Folding lock plus frame lock, never lost one in {years} years."),
        ("If they want it they take it, save the money.",),
    ),
    Question(
        "e-bike choice motor", "E-bikes",
        ("Mid motor or hub motor for a flat town?", "Is the {product} too much for short rides?"),
        ("I ride {km} km a day, all flat. The shop wants to sell me the {product}. Is a mid motor worth it?",
         "First e-bike for my father, 74, flat country. Calm motor, low step. What should we look at?"),
        ("On the flat the motor hardly matters, the seat position does. For your father: low step, feet flat on "
         "the ground when "
         "sitting, a motor that starts softly (try it in the first gear on a slope), mirrors. A mid motor is "
         "easier to push "
         "and to repair, and the rear wheel comes out for a flat. I would pay for that, not for newton metres.",),
        ("Test ride both, uphill and back. You will know after ten minutes.",
         "Belt drive and hub gears: no oil on the trousers. That decided it for us."),
        ("More motor is always better.",),
    ),
    Question(
        "lights reflectors children", "Lights",
        ("How do I make my child visible?", "Reflectors for the way to school?"),
        ("Our daughter rides to school alone from {month}. Lights are on. What else can be seen?",
         "Are reflecting stickers worth anything, or is it only for our conscience?"),
        ("Things that move are seen first: reflectors on spokes, crank arms, shoes. A ten cent sticker on each "
         "crank arm does more "
         "than a yellow vest, because it goes up and down and says *bicycle* to a driver at 100 metres. Then a "
         "rear light "
         "that stays on when standing, and a bright helmet.",
         "I tested it with a friend driving: vest seen at 90 m, spoke reflectors at 140 m, stickers on the pedals "
         "and cranks at "
         "160 m. The stickers cost less than the chewing gum."),
        ("Spoke reflectors, the full set. Children like the ring of light too.",),
        ("Children should not ride in the dark.",),
    ),
)  # fmt: skip
