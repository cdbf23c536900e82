"""Questions about brakes and what makes them stop, squeal and fail."""

from __future__ import annotations

from .shapes import Question

QUESTIONS = (
    Question(
        "brakes disc-brakes noise", "Brakes",
        ("Front disc brake squeals in the wet", "How do I stop my disc brake from squealing?"),
        ("My front disc screams like a train whenever it rains. Dry it is silent. Pads are the {product}, "
         "about {weeks} weeks old. Do I need new pads or is it something else?",
         "Every wet morning the whole street hears me brake. I have cleaned the rotor with a rag. What next?"),
        ("Wet squeal on organic pads is usually contamination or glazing. In this order:\n\n"
         "1. Clean the rotor with isopropyl alcohol and a *fresh* cloth, both sides.\n"
         "2. Take the pads out and rub them on 120 grit paper on a flat surface until the shine is gone.\n"
         "3. Bed them in again: fifteen stops from 25 km/h to walking pace, without locking the wheel.\n\n"
         "If it still screams after that, check that the calliper is square to the rotor.",
         "Bed them in properly and it will be gone in nine cases out of ten. Find a gentle slope, brake firmly from "
         "25 km/h to walking speed, let go, repeat fifteen to twenty times. Pads that were never bedded in squeal for "
         "ever because the rotor has no even film on it."),
        ("Isopropyl alcohol on the rotor helped me. Not brake cleaner from the car shop, that left a film.",),
        ("They all do that. Just ride louder music.",),
    ),
    Question(
        "brakes disc-brakes maintenance", "Brakes",
        ("When are disc pads really worn out?", "How thin can disc pads get?"),
        ("The wear line is impossible to see with the pads in. How do you tell when the {product} are finished? "
         "I have done about {km}0 km on this set.",
         "The shop in {city} says my pads are done, they look fine to me. What is the limit?"),
        ("Pull the wheel, shine a torch through the calliper from above: less than **0.5 mm of material** on the "
         "backing plate means new pads today, less than 1 mm means order them now. A new pad has about 2 mm. Never "
         "ride "
         "down to the spring, the rotor costs three times as much.",
         "Squeeze the lever: if it comes noticeably closer to the bar than it did in spring and the pads sit at a "
         "millimetre, change them. Rotor thickness too: most are finished at 1.5 mm, it is stamped on the arm."),
        ("I change mine every {n}00 km in winter and twice that in summer, without measuring. Works.",
         "A caliper gauge for ten euros ends the discussion with any shop."),
        ("When you hear metal.",),
    ),
    Question(
        "brakes hydraulic bleeding", "Brakes",
        ("Lever goes to the bar after bleeding", "Spongy brake after my first bleed"),
        ("First time I used the {product}. Followed the pictures, no bubbles left, and the lever still touches the "
         "bar. What did I miss?",
         "Rear brake feels like a sponge after bleeding it yesterday evening. Fluid is new. Is there still air in it?"),
        ("The usual reason is a bubble parked under the lever reservoir. Turn the lever so that the bleed port is the "
         "highest point, tap the hose from the calliper upward, and flick the lever quickly twenty times: you will "
         "see it "
         "rise. Also make sure the bleed block was between the pistons; if they were out too far you filled the system "
         "wrong and lack fluid now.",
         "Leave the bike standing overnight with a strap holding the lever pulled. In the morning the last air "
         "sits at the "
         "top and two strokes through the funnel take it out. Sounds like a fairy tale, works every time."),
        ("Did you have the bleed block in? Without it you never get a hard lever.",),
        ("Just pump it a few times before each corner.",),
    ),
    Question(
        "brakes rim-brakes cables", "Brakes",
        ("Rim brakes weak in the rain", "V-brakes do nothing when wet: normal?"),
        ("With wet rims I need twice the distance. The pads are {years} years old and look fine. Would new ones "
         "like the "
         "{product} change anything?",
         "Coming down from the bridge in {city} this morning I nearly did not stop. V-brakes, adjusted last month."),
        ("Old rubber goes hard as glass long before it is thin. Press a fingernail into the pad: if it leaves no mark, "
         "replace it. Degrease the rims, toe the front of the pad in by about a millimetre, and check that the cable "
         "moves freely. The first turn of the wheel in rain only wipes the water off, so brake early and lightly.",
         "New cartridge pads and a new cable made a difference of about three metres from 20 km/h on my bike, measured "
         "with chalk in the yard. The cable was half of it, it had rusted inside the housing."),
        ("Clean the rims with dish soap first. Free, and often enough.",),
        ("Buy a bike with discs.",),
    ),
    Question(
        "brakes disc-brakes rotor", "Brakes",
        ("Rotor rubs once per turn", "Ting ting ting from the disc"),
        ("There is a ting once per wheel turn. Wheel is straight in the dropouts. Can a rotor be bent back?",
         "After taking my {bike} on the train the front rotor touches at one spot. Replace it with the {product} "
         "or bend it?"),
        ("It can. Mark the spot with a pen, turn it out of the calliper and bend it *a little* with clean fingers "
         "or an "
         "adjustable spanner with paper between. Check again after every push. Anything under half a millimetre comes "
         "back straight; a kink does not, then replace it.",
         "First loosen the two calliper bolts, pull the lever, tighten them while holding it. Half of the bent "
         "rotors I "
         "see are straight rotors in a crooked calliper."),
        ("Trains do that. Put a spacer between the pads when the wheel is out.",),
        ("Ignore it, it wears itself free.",),
    ),
    Question(
        "brakes pads cargo", "Brakes",
        ("Which pads for a loaded cargo bike?", "Sintered or organic for 180 kg all-up?"),
        ("Two children, shopping, hills: we are at 180 kg. The organic pads last {weeks} weeks. Are the {product} "
         "better?",
         "Long descent to the school, {kids} children in the box. I smell the brakes at the bottom. What do you use?"),
        ("Sintered, no question, with at least a 180 mm rotor in front. They need two or three stops to warm up on "
         "a cold "
         "morning and they are a bit noisier, but they survive heat that turns organic pads to glass. I get 2,500 "
         "km from "
         "a set on a family cargo bike in a hilly town.",
         "Change how you brake as well: hard and short, then let the rotor cool, instead of dragging all the way down. "
         "Dragging is what cooks pads. With sintered pads and that habit our smell disappeared."),
        ("We went to sintered and never looked back. Slightly louder, that is all.",),
        ("Just ride slower??",),
    ),
    Question(
        "brakes levers fit", "Brakes",
        ("Brake levers too far for small hands", "Can I bring the lever closer?"),
        ("I can only reach the levers of my {bike} with my fingertips. Is there an adjustment?",
         "My daughter has small hands and cannot pull the lever fully. Which screw is it?"),
        ("Yes: a small screw near the pivot, usually 2 mm hex, sometimes a knob. Clockwise brings the lever in. Do "
         "it in "
         "half turns and check that it does not touch the bar when pulled hard. On cable brakes slacken the cable a "
         "little afterwards, or the pads will rub.",
         "Reach adjustment first, then move the whole lever inwards on the bar so that the finger lands at its "
         "*end*: a "
         "longer lever arm needs less force. That helped my mother more than the screw."),
        ("2 mm hex key, inside of the lever. Took me {n} minutes to find it.",),
        ("You get used to it.",),
    ),
    Question(
        "brakes fading safety", "Brakes",
        ("Brake fades on a long descent", "Lever went soft halfway down a pass"),
        ("Coming down with luggage the lever went soft and I had to run into the grass. Nothing happened, but it "
         "scared "
         "me. What was that?",
         "After ten minutes downhill the rear brake had no bite at all. Ten minutes later it was fine again. Is it "
         "safe?"),
        ("That was fade: either pads past their temperature or fluid that boiled. Fluid first. If it is older than two "
         "years or dark, have it changed, water in it lowers the boiling point. Then sintered pads and a bigger rotor. "
         "On the road: brake hard, release, alternate front and rear, stop when you smell it. **Do not ride it again "
         "before somebody has looked at it.**",
         "A lever that goes soft and recovers when cold is boiling fluid or glazed pads. Both can be fixed for under "
         "fifty euros. Please do the bleed before the next mountain."),
        ("Happened to me above Innsbruck. New fluid, bigger rotor, gone.",),
        ("Normal for hydraulic brakes.",),
    ),
    Question(
        "brakes coaster", "Brakes",
        ("Coaster brake bites too hard", "Can a coaster brake be made softer?"),
        ("The back-pedal brake on my {bike} locks the wheel as soon as I touch it. Can it be adjusted?",
         "I come from hand brakes and skid at every light. Is the coaster brake broken?"),
        ("There is nothing to adjust, but grease ages: a hub that bites at once is usually dry inside. A workshop "
         "opens it, "
         "cleans it and fills it with heat-proof hub grease for about forty euros. After that it brakes progressively "
         "again.",
         "Check that the brake arm is firmly clamped to the frame: if it can move, it jerks. If the arm is fine it is "
         "grease."),
        ("Give it {weeks} weeks, your feet learn it.",),
        ("Coaster brakes are for children.",),
    ),
    Question(
        "brakes parking contaminated", "Brakes",
        ("Oil on the disc: are the pads lost?", "I sprayed lube on the rotor by mistake"),
        ("I was lubing the chain and some of it ended on the rear rotor. Now it howls and hardly brakes. Are the "
         "pads gone?",
         "A neighbour was kind and oiled my whole bike. Including the discs. What now?"),
        ("Rotor: alcohol and clean cloth, three times, until the cloth stays white. Pads: sand off half a "
         "millimetre, and if "
         "they still smoke or howl after bedding in, throw them away. People bake them or hold them over a flame. It "
         "works for a week and stinks for two; new pads cost less than your evening.",
         "The rotor always survives, the pads seldom do. Clean first, then put *new* pads in, otherwise you soil "
         "the new "
         "ones as well."),
        ("Sanding saved mine, it took three tries.",),
        ("Put some water on it.",),
    ),
    Question(
        "brakes adjust pistons", "Brakes",
        ("One piston does not move", "Only one pad touches the rotor"),
        ("When I pull the lever only the left pad moves and bends the rotor over. How do I free the other one?",
         "Rear calliper of my {bike}: one piston lazy. Do I need a new calliper?"),
        ("Take the pads out, push the lively piston back and hold it with a tyre lever. Pull the brake gently "
         "until the lazy "
         "one comes out three millimetres, put a drop of *mineral oil* on its side with a cotton bud, push it back. "
         "Repeat five times. No new calliper needed unless the seal weeps.",
         "Dirt. Clean around both pistons with alcohol, then work them in and out. Never use grease in there, it "
         "swells "
         "the seals."),
        ("Mine came back after cleaning. Took half an hour and a lot of cotton buds.",),
        ("Turn the wheel around.",),
    ),
    Question(
        "brakes legal children", "Brakes",
        ("Does a child's bike need two brakes?", "Hand brake for a five year old?"),
        ("Our son gets a Pip 20 for his birthday. Should he learn the hand brake right away?",
         "Is one brake enough in traffic? He is five and rides to kindergarten next to me."),
        ("Two independent brakes, in nearly every European country, as soon as it goes on the road. Let him learn "
         "it with "
         "one finger in the yard: roll, squeeze until the toy car on the chalk line is safe. Children get it in an "
         "afternoon when it is a game.",),
        ("We practised with the rear one first so that he does not go over the bar.",
         "Small levers help a lot, check the reach screw."),
        ("He has shoes, hasn't he.",),
    ),
)  # fmt: skip
