"""Small sentences around the core of a post: greetings, circumstances, thanks, follow-ups."""

from __future__ import annotations

CIRCUMSTANCES = (
    "I ride about {km} km a day in {city}.", "The bike is a {bike}, {months} months old.",
    "Bought it in {month}, used daily since.",
    "I am not a mechanic, so please explain it slowly.", "I live in {city}, so: rain, cobbles, tram rails.",
    "It started {weeks} weeks ago.",
    "I have searched here and found only half answers.", "The workshop in {city} has no appointment for {weeks} weeks.",
    "My {mate} has the same bike and no trouble.", "I weigh {n} kilos with bag.",
    "It is my only way to work, so I would like to solve it soon.",
    "Rain or sun makes no difference.", "Kilometres so far: {km}0{n1}.",
    "I have the usual hex keys and a floor pump.", "My budget is about {price} euros.",
    "The noise can be heard {n} metres away.", "Last inspection was in {month}.",
    "We ride with {kids} children, so safety first.",
)  # fmt: skip

ASK_ENDINGS = (
    "Thanks in advance!", "Any hint is welcome.", "What would you do?", "Thank you, {given}.",
    "Photos follow if you need them.", "Grateful for any idea.",
    "I hope somebody knows.", "Greetings from {city}.", "Has anybody had this?", "",
)  # fmt: skip

ANSWER_LEADS = (
    "Had the same on my {bike}.", "Hi {asker},", "Welcome, {asker}!", "That is a common one.",
    "I went through this in {month}.", "From my {years} years of tinkering:",
    "Let me try.", "Short answer first, reasons after.", "I do this every week in our co-op.",
    "Do not worry, {asker}, this can be solved.", "Been there.", "",
)  # fmt: skip

ANSWER_ENDS = (
    "Took me {n} minutes.", "If that does not help, post a photo from the side.", "Tell us how it went.",
    "Costs nearly nothing.", "That lasted {months} months on mine.",
    "Good luck!", "Come to the repair café in {city} if you want company.", "I hope that helps.",
    "Ask again if a step is unclear.", "Works on my {bike} as well.", "",
)  # fmt: skip

FAIR_ENDS = (
    "At least for me, {km} km a day.", "No guarantee.", "But I am no expert.", "Maybe others know better.",
    "That was in {month}.", "", "On a {bike}, for what it is worth.",
    "My {mate} swears by it.",
)  # fmt: skip

CLARIFY = (
    "Which model exactly, and how many kilometres?", "Could you post a photo of the {part}?",
    "Is it there when you push the bike as well?", "Since when, and did anything happen before that?",
    "Front or rear? And does it depend on the weather?", "What did you try so far, {asker}?",
    "Does it also happen without bags?", "What does the workshop say?",
)  # fmt: skip

CLARIFIED = (
    "It is a {bike}, {km}0{n1} km, and only at the front.",
    "Since about {weeks} weeks, nothing special happened before.", "Only when it is wet, yes.",
    "The workshop looked at it for two minutes and shrugged.", "Also when pushing, but quieter.",
    "No bags, no child seat, just me and {n} kilos.", "I tried cleaning, nothing else so far.",
)  # fmt: skip

THANKS = (
    "Thank you {helper}, very clear. Marked as the answer.", "Perfect, {helper}. I owe you a coffee.",
    "Many thanks, also to the others. {helper}, that is exactly what I needed.",
    "That helps a lot, thank you {helper}!",
    "Thank you, {helper}. I will do it like that.", "Now I know what to do. Thanks, {helper}!",
    "{helper}, that answers it completely. Thank you for taking the time.",
    "Great answer, {helper}, and so quick. Thank you.",
    "I read it twice and saved it. Thank you, {helper}.", "Thank you! I printed this for my {mate}.",
    "Exactly the kind of answer I had hoped for, {helper}.", "Thanks {helper}! I ordered the {product} in the end.",
)  # fmt: skip

THANKS_FIXED = (
    "That was it! Took {n} minutes and the problem is gone. Thank you, {helper}.",
    "Tried it this morning: works. Thank you so much, {helper}!",
    "It worked at the second try. You saved me a trip to the workshop.",
    "Just to close this: {helper} was right. Quiet for {days} days now.",
    "Followed {helper}'s steps one by one, and it is fixed. Many thanks!", "Fixed! Why is that not in the manual?",
    "{helper}, you were right about the cause. {km} km since and nothing came back.",
    "Solved on {day} evening with a rag and patience. Thank you, {helper}!",
    "Works again. I owe you a coffee, {helper}.",
    "Done, took me {n} minutes instead of ten, but it holds. Thanks {helper}.",
)  # fmt: skip

UNSOLVED = (
    "Tried it, no change. Any other idea?", "Thank you for the ideas, I will try on {day}.",
    "Half better. I will go to the workshop after all.", "Still there, a bit less.",
    "Not solved, but I understand more now.", "I gave up and booked an inspection.",
)  # fmt: skip

ME_TOO = (
    "Same here, following.", "I have this as well, since {month}.", "Interested too!",
    "Same bike, same problem, {city}.", "Me too. Mine is {months} months old.",
    "Following. {km} km a day and it drives me mad.",
)  # fmt: skip

STAFF_ANSWERS = (
    "Hello {asker}, Marek from the workshop. What was said above is right. If it is still there afterwards, write "
    "to us with the frame number and we take care of it.",
    "Hi {asker}! {product} has a two year warranty for exactly this. Please send a photo through your account, the "
    "workshop in {city} answers within two days.",
    "Thank you for the clear description, {asker}. We have added a picture of this to the guide of the {product}.",
    "Marek here. One small addition to the answer above: check the torque afterwards, it is printed next to the "
    "bolt. Everything else is as we do it.",
    "Hello {asker}, I have asked the product team. Short answer: it is meant to work, so bring it in, free of charge.",
    "Hi, Ines here. I moved this to the right place and linked the earlier question, the answer there fits as well.",
    "Yuki from product here. {asker}, your case helps us: could you tell me the production week on the sticker? We "
    "change a part from {month} on.",
)  # fmt: skip

STAFF_TO_COMPLAINTS = (
    "We are sorry, {asker}. That is not how the {product} should be. I have opened a case and you get a "
    "replacement without having to send the old one first. Marek, service",
    "Thank you for saying it so clearly. I passed it on to Yuki, who is responsible for the {product}, and I will "
    "write here what comes of it. Ines",
    "{asker}, that should not have taken so long. Your refund was released this morning. We found the reason: the "
    "return slip was not scanned. Marek",
    "Fair criticism. From {month} on the small parts come in a bag with a list. If you miss one now, write to me "
    "and it is in the post the same day. Yuki",
)  # fmt: skip

# Sentences that can follow nearly any small remark: who speaks, where, since when.
TAILS = (
    "I ride a {bike}, if that matters.", "{n} rides this season so far.", "I am {n} this year and still learning.",
    "Written on {day}, still thinking about it.", "My {mate} in {city} would agree.",
    "{years} years on two wheels, one opinion.",
    "I say that with {km}00 km in my legs.", "We talked about it on {day} at the café in {city}.",
    "At least here in {city}.", "For comparison: I ride {km} km a day.",
    "Greetings from {city}!",
    "My {mate} says the same.", "I have thought that since {month}.", "Curious what others think.",
    "I weigh {n} kilos, that may matter.",
    "We are {kids} riders at home, so I see it twice.",
    "My {mate} laughed when I mentioned it.",

    "I will try it on {day}.",
    "I may be wrong, my {bike} is {years} years old.",

    "On the hills around {city} it matters even more.",
    "Since {month} I see it everywhere.",
    "After {n} rides I dare to say so.",
    "With {kids} children you look at things differently.",
    "It cost me {n1} evenings to find out.",

)  # fmt: skip

TAILS_AFTER_QUESTIONS = (
    "I ride {km} km a day in {city}.", "Mine is on a {bike}.", "Asking from {city}.",
    "My {mate} would like to know as well.", "I have had mine for {months} months.", "Budget: {price} euros.",
    "I have {weeks} weeks to decide.", "Asking for my {mate}.", "I ask because I had trouble with that in {month}.",
    "It is for {n} kilos of rider and bag.", "We are {kids} at home who want to know.",
    "I could not find it anywhere, and I searched for {n} minutes.", "I want to order on {day}.",
)  # fmt: skip
