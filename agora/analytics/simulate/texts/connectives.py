"""Small sentences around the core of a post: greetings, circumstances, thanks, follow-ups."""

from __future__ import annotations

CIRCUMSTANCES = (
    "I ride about {km} km a day in {city}.", "The bike is a {bike}, {months} months old.", "Bought it in {month}, used daily since.",
    "I am not a mechanic, so please explain it slowly.", "I live in {city}, so: rain, cobbles, tram rails.", "It started {weeks} weeks ago.",
    "I have searched here and found only half answers.", "The workshop in {city} has no appointment for {weeks} weeks.",
    "My {mate} has the same bike and no trouble.", "I weigh {n} kilos with bag.", "It is my only way to work, so I would like to solve it soon.",
    "Rain or sun makes no difference.", "Kilometres so far: {km}0{n1}.", "I have the usual hex keys and a floor pump.", "My budget is about {price} euros.",
    "The noise can be heard {n} metres away.", "Last inspection was in {month}.", "We ride with {kids} children, so safety first.",
)  # fmt: skip

ASK_ENDINGS = (
    "Thanks in advance!", "Any hint is welcome.", "What would you do?", "Thank you, {given}.", "Photos follow if you need them.", "Grateful for any idea.",
    "I hope somebody knows.", "Greetings from {city}.", "Has anybody had this?", "",
)  # fmt: skip

ANSWER_LEADS = (
    "Had the same on my {bike}.", "Hi {asker},", "Welcome, {asker}!", "That is a common one.", "I went through this in {month}.", "From my {years} years of tinkering:",
    "Let me try.", "Short answer first, reasons after.", "I do this every week in our co-op.", "Do not worry, {asker}, this can be solved.", "Been there.", "",
)  # fmt: skip

ANSWER_ENDS = (
    "Took me {n} minutes.", "If that does not help, post a photo from the side.", "Tell us how it went.", "Costs nearly nothing.", "That lasted {months} months on mine.",
    "Good luck!", "Come to the repair café in {city} if you want company.", "I hope that helps.", "Ask again if a step is unclear.", "Works on my {bike} as well.", "",
)  # fmt: skip

FAIR_ENDS = (
    "At least for me, {km} km a day.", "No guarantee.", "But I am no expert.", "Maybe others know better.", "That was in {month}.", "", "On a {bike}, for what it is worth.",
    "My {mate} swears by it.",
)  # fmt: skip

CLARIFY = (
    "Which model exactly, and how many kilometres?", "Could you post a photo of the {part}?", "Is it there when you push the bike as well?", "Since when, and did anything happen before that?",
    "Front or rear? And does it depend on the weather?", "What did you try so far, {asker}?", "Does it also happen without bags?", "What does the workshop say?",
)  # fmt: skip

CLARIFIED = (
    "It is a {bike}, {km}0{n1} km, and only at the front.", "Since about {weeks} weeks, nothing special happened before.", "Only when it is wet, yes.",
    "The workshop looked at it for two minutes and shrugged.", "Also when pushing, but quieter.", "No bags, no child seat, just me and {n} kilos.", "I tried cleaning, nothing else so far.",
)  # fmt: skip

THANKS = (
    "That was it! Took {n} minutes and the problem is gone. Thank you, {helper}.", "Tried it this morning: works. Thank you so much, {helper}!", "Thank you {helper}, very clear. Marked as the answer.",
    "It worked at the second try. You saved me a trip to the workshop.", "Perfect, {helper}. I owe you a coffee.", "Just to close this: {helper} was right. Silence for {weeks} weeks now.",
    "Many thanks, also to the others. I followed {helper}'s steps one by one.", "Done, and it holds. I have even ordered the {product}.", "Thank you! Why is that not in the manual?",
)  # fmt: skip

UNSOLVED = (
    "Tried it, no change. Any other idea?", "Thank you for the ideas, I will try on {day}.", "Half better. I will go to the workshop after all.", "Still there, a bit less.",
    "Not solved, but I understand more now.", "I gave up and booked an inspection.",
)  # fmt: skip

ME_TOO = (
    "Same here, following.", "I have this as well, since {month}.", "Interested too!", "Same bike, same problem, {city}.", "Me too. Mine is {months} months old.", "Following. {km} km a day and it drives me mad.",
)  # fmt: skip

STAFF_ANSWERS = (
    "Hello {asker}, Marek from the workshop. What was said above is right. If it is still there afterwards, write to us with the frame number and we take care of it.",
    "Hi {asker}! {product} has a two year warranty for exactly this. Please send a photo through your account, the workshop in {city} answers within two days.",
    "Thank you for the clear description, {asker}. We have added a picture of this to the guide of the {product}.",
    "Marek here. One small addition to the answer above: check the torque afterwards, it is printed next to the bolt. Everything else is as we do it.",
    "Hello {asker}, I have asked the product team. Short answer: it is meant to work, so bring it in, free of charge.",
    "Hi, Ines here. I moved this to the right place and linked the earlier question, the answer there fits as well.",
    "Yuki from product here. {asker}, your case helps us: could you tell me the production week on the sticker? We change a part from {month} on.",
)  # fmt: skip

STAFF_TO_COMPLAINTS = (
    "We are sorry, {asker}. That is not how the {product} should be. I have opened a case and you get a replacement without having to send the old one first. Marek, service",
    "Thank you for saying it so clearly. I passed it on to Yuki, who is responsible for the {product}, and I will write here what comes of it. Ines",
    "{asker}, that should not have taken so long. Your refund was released this morning. We found the reason: the return slip was not scanned. Marek",
    "Fair criticism. From {month} on the small parts come in a bag with a list. If you miss one now, write to me and it is in the post the same day. Yuki",
)  # fmt: skip
