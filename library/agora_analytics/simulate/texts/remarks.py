"""Remarks by speech act and community: what people throw into a discussion."""

from __future__ import annotations

# Invented rivals of Velo Lumen that people mention.
COMPETITORS = ("Brisk Cycles", "Brisk Cargo", "Nordrad", "Kilometro")

# act → texts; the act is recorded with the post
REMARKS: dict[str, tuple[str, ...]] = {
    "complaint": (
        "My last order came with a screw missing, and it took {days} days until somebody answered. That is not "
        "good enough.",
        "I am still waiting for my refund since {month}. {price} euros, not a fortune, but it is my money.",
        "The new cable guide rattles on every cobble. How did that pass a test ride?",
        "Third time that the light holder broke. I do not want a fourth, I want one that holds.",
        "Delivery was moved twice without a word. I had taken a day off for it.",
        "The app logs me out every morning at the traffic light. Annoying.",
        "{weeks} weeks for an appointment at the workshop in {city} is too long in the season.",
    ),
    "praise": (
        "I have to say something nice: Marek's workshop had my bike back in a day, cleaned, with a note. Wonderful.",
        "The new Ember is the best rear light I have owned. Thank you, whoever designed it.",
        "{km}00 km on the Steady tyres and not one puncture. Love them.",
        "Great community here. I got three good answers within an hour on a Sunday.",
        "My mother rides her Glow Step every day and is ten years younger. Thank you!",
    ),
    "suggestion": (
        "It would be great if the pannier had a loop for a lock.",
        "Why not sell the small parts one by one? I need one spring, not a set.",
        "Could you add a size finder that asks for the inseam? The chart does not help.",
        "Please make the rain cover in a dark colour as well, ours looks grey after a winter.",
        "I suggest a box at checkout: 'no bag, no leaflet'. I would tick it every time.",
        "You should let members borrow studded tyres for a week. I am sure that many would buy them.",
        "How about a map of members who lend tools? I have a wheel stand in {city} that does nothing.",
    ),
    "purchase_intent": (
        "I am about to buy my first cargo bike and hesitate between the two Haulers. Is there one to try in {city}?",
        "Thinking of ordering the Firefly 80 before the clocks change. Is there an offer coming?",
        "We want to buy two Glow Commuters for the office. Who is the right person to ask for a price?",
        "I will probably get the Canopy Air this week, unless somebody tells me not to.",
        "Looking for a child seat for {price} euros or less. What would you take?",
    ),
    "threat_to_leave": (
        "If the workshop cannot give me a date this week I will cancel my contract and go to the shop around the "
        "corner.",
        "One more month like this and I am gone. {years} years a customer.",
        "I am done waiting. My next bike will come from somebody else.",
        "Honestly, I am thinking of switching. Not because of the bikes, because nobody calls back.",
    ),
    "recommendation": (
        "Take the Steady 50 and forget about glass. I recommend it to everybody in our club.",
        "I can only recommend the course in {city}: four hours, free, and you brake differently afterwards.",
        "Go for the Longstop pads if you carry children. Worth every cent.",
        "I would recommend the Halo reflectors over any vest. Cheap, and you are seen from the side.",
        "Ask Teo about anything with brakes. Seriously, read his old answers first.",
        "Read Cleo's reviews before you buy a light. She measures things instead of liking them.",
    ),
    "competitor": (
        "The Brisk Cycles model is {price} euros cheaper and comes with lights. What do you pay for here?",
        "I came from Nordrad, and the difference is the service, not the frame.",
        "Kilometro has a better app, but try to get a spare part from them.",
        "A friend rides a Brisk Cargo. Lighter, but the box is smaller and the stand is worse.",
        "Compared with my old Nordrad the Glow is quieter and climbs better.",
    ),
    "safety": (
        "Please check your stem bolts: two of us found them loose after transport. That is dangerous.",
        "A driver opened his door in {city} this morning. I am all right, the wheel is not. Ride one metre away "
        "from parked cars!",
        "The brake cable of my neighbour's bike was frayed to three strands. Look at yours today, it is an "
        "accident waiting to happen.",
        "Careful on the new tram crossing in {city}: two people fell there this week, one was injured.",
        "If the fork makes a cracking noise, stop riding. Mine had a crack.",
    ),
    "privacy": (
        "Why does the app want my location when I only look up a manual? I do not like being tracked.",
        "Where can I see which data you store about me? I would like to have some of it deleted.",
        "I unsubscribed and got another newsletter on {day}. Please respect that.",
    ),
    "question": (
        "Does anybody know whether the new rack fits the old Meridian?",
        "Is the shop in {city} open on Saturdays?",
        "How do you clean a bike on a balcony?",
        "Who of you rides through the whole winter, and with what on the hands?",
    ),
}  # fmt: skip

# community → small talk that fits any thread of that community
CHAT: dict[str, tuple[str, ...]] = {
    "commuters": (
        "{n} wet rides so far this year, I keep a list on the fridge.",
        "My record is {km} km to work without one red light. It was a Sunday.",
        "I leave ten minutes earlier and ride along the water. Best change in {years} years.",
        "Headwind both ways, how do they do that?",
        "My colleague took the car today. I was there first, again.",
        "The path by the station in {city} has been swept! Miracles happen.",
        "I count other riders at the bridge: {n} this morning, it was half of that last year.",
        "Mudguards. I say it every time: mudguards.",
        "At minus six I was alone on the path and it was the best ride of the week.",
        "My bag weighs {n} hundred grams more than it should, it is all cables.",
        "Shower at work is broken since {month}. I ride slower now and it is quite nice.",
    ),
    "mountain": (
        "The loop behind {city} is dry again since the weekend.",
        "Fell into the brook, the bike is fine, my dignity is not.", "Roots like soap today. Loved it.",
        "{n}00 metres up, one flat, two cakes.",
        "My daughter cleared the small drop and I shouted louder than she did.",
        "We mended the berm on Sunday. Seven people, one shovel.",
        "Lower the pressure and your expectations, and it is a great day.",
        "I have not washed the bike since {month}. It is a layer of protection.",
        "Who has a spare hanger for a Tarn? I owe you one.",
        "Bar 20 mm narrower and suddenly the trees are wider apart.",
    ),
    "tourers": (
        "From {city} to the coast in {days} days, with rain on all but one.",
        "A farmer gave us apples and the weather forecast. Only the apples were good.",
        "My stove weighs {n}0 grams, my coffee pot twice that. Priorities.",
        "We met a man of eighty on a three-speed. He was faster uphill.", "Ferry, dyke, ferry, cake.",
        "I plan fifty kilometres a day and do whatever the wind allows.",
        "Tent pitched next to a nightingale. Slept badly, smiling.",
        "{km} km against the wind along a canal is a form of meditation.",
        "Postcards from the road: I still send them.",
        "Border crossed without noticing. That is Europe at its best.",
    ),
    "parents": (
        "Asleep before the second crossing, both of them.",
        "Today's load: {kids} children, one scooter, one pumpkin.",
        "The teacher asked whether we could bring the projector. We could.",
        "We were overtaken by a four year old on a balance bike. He was proud.",
        "Rain cover open, mouth open, singing. That was our morning.",
        "I have {n} single gloves in the box. No pairs.",
        "School street in {city} is closed to cars since {month}. The noise is children now.",
        "My son says the car is boring because nobody waves.",
        "Snack box on board, or no ride longer than ten minutes.",
        "We timed it: car {n} minutes, cargo bike eleven.",
    ),
    "newcomers": (
        "I did {km} km yesterday and I can still sit. Progress!",
        "Yesterday I changed a tube on my own. It took {n} minutes and I told everybody.",
        "I always thought hills were for other people.",
        "Learned today that there is a front and a rear brake for a reason.",
        "My knee specialist is impressed. I am too.", "I greet every cyclist. Most greet back.",
        "Forgot the charger at home, pedalled home without a motor. Never again, but I can.",
        "What is a bottom bracket, and why does everybody have opinions on it?",
        "First time in the dark with proper light. A different world.",
    ),
    "mechanics": (
        "Whoever rounds off a bolt with a cheap key should have to drill it out as well.",
        "Torque is not a feeling.", "{n} bikes this week, {n1} of them only needed air.",
        "Grease on threads, never on tapers. Fights start here.",
        "Before you buy a part, clean the old one.", "I keep every bent rotor on the wall. It is a long wall.",
        "A wheel is done when it sounds right.", "Half of all noises are the seat post.",
        "The best tool in the workshop is the rag.",
        "We had a hub from the seventies on the stand. It needed oil, that was all.",
        "If it moved once, it will move again. Penetrating oil and patience.",
    ),
}  # fmt: skip

AGREE = (
    "I agree with {other}.", "{other} says it.", "Exactly, {other}!", "I see that differently, {other}.",
    "Funny, {other}, in {city} it is the other way round.", "Good point, {other}.", "Adding to what {other} wrote:",
    "Not sure about that, {other}.", "To the question above:", "Off topic, but:", "", "", "",
)  # fmt: skip
