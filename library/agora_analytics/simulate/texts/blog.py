"""Noor Vance's blog: long posts by somebody who rides, writes, and never bought."""

from __future__ import annotations

# title, SKU or None, paragraphs
POSTS: tuple[tuple[str, str | None, tuple[str, ...]], ...] = (
    ("A week with a borrowed cargo bike", "VL-CB-01",
     ("My neighbour went on holiday and left me the {product}, a key and a list of fears. I have no children. I "
      "have, it turns out, a great many things "
      "that want to be carried.",
      "**Day one** I fell over at walking pace, in front of a café. **Day two** I carried a bookcase. By the end "
      "of the week I had stopped planning my days "
      "around what fits in a bag, and that is the real change: not the box, but the shrug with which you say *yes, "
      "I can take that*.",
      "What I did not like: the price, the width of my cellar door, and how everybody looks inside.",
      "Would I buy one? I live on the fourth floor. But I would share one with the house, and that is a "
      "conversation I have started.")),
    ("Ten lights, one dark field", "VL-LI-02",
     ("I borrowed ten front lights, among them the {product}, and went to a field outside {city} with a tape "
      "measure, a friend and a thermos.",
      "We put a grey card at 10, 20 and 40 metres and asked when we could read the word on it. Lumens on the box "
      "told us *nothing*. The shape of the beam told us everything.",
      "- a sharp upper edge beats brightness\n- a wide near field saves you from potholes\n- anything that blinks "
      "gives you a headache in fog",
      "The {product} came second. The winner costs twice as much and weighs like a hammer.")),
    ("Why I stopped hating helmets", "VL-HE-01",
     ("I have been rude about helmets on this page. Then a friend slid on tram rails, and I sat in a corridor for "
      "four hours.",
      "So I tried six. The {product} is the one I forget. It is not the lightest and not the prettiest; it has the "
      "buckle that closes in the dark with cold hands.",
      "I still think that good streets save more heads than foam does. Both, please.")),
    ("The quiet brake", "VL-BR-01",
     ("Nobody writes love letters to brake pads. Here is one.",
      "There is a hill in {city} which I have gone down every day for {years} years with one ear on the squeal. I "
      "had the {product} fitted at the co-op, bedded them in as told, and the next "
      "morning I heard a blackbird.",
      "If yours squeal: clean, sand, bed in. If they squeal after that, complain, and do it in public.")),
    ("Studs, or how to love a noise", "VL-TY-05",
     ("Frozen fog, six in the morning. Everybody walks like a penguin, and I ride past humming, because the tyres hum.",
      "The {product} was lent to me by a reader. It is slow. It sounds like frying. It holds on a frozen puddle as "
      "if the puddle were a carpet.",
      "You need them on {n1} days a year. On those days you need nothing else.")),
    ("My mother and the motor", "VL-EB-02",
     ("She is seventy-one and said for years that a motor is cheating. In {month} she rode the {product} up the "
      "hill to the cemetery, looked back down and said: *Well.*",
      "What convinced her was not the power, it was the start: soft, at a crossing, with a bag on the bar. What "
      "nearly put her off was the weight when the lift was broken.",
      "She is now looking for a *second* battery. I have no further questions.")),
    ("Against the new", None,
     ("Every week somebody asks me which bicycle to buy. I ask what is wrong with the one in the cellar. Silence. "
      "Then: it squeaks.",
      "A chain, pads, two cables, tyres: 120 euros and an afternoon in a repair café. You get a bicycle that you "
      "know, and a skill.",
      "Companies who sell parts one by one deserve your money. Those who glue things shut do not.")),
    ("A lock is a sentence", "VL-AC-03",
     ("A lock says to a thief: *this one takes longer than that one.* That is all it says.",
      "I asked a man who used to steal bicycles for a living (he now teaches children to fix them) to open the "
      "{product}. He needed four minutes with a tool that I could not lift. Good enough, he said, *if the "
      "neighbour's lock takes one*.",
      "Two different locks. Frame and wheel. Photograph of the number. Go to sleep.")),
    ("What a good answer looks like", None,
     ("I spent a month reading answers in bicycle forums. The best have four things in common: they ask back once, "
      "they put steps in order, they say what it costs, and they say when to stop.",
      "The worst begin with *just*.",
      "There is a man who answers brake questions on this company's pages as if each one were his first. Nobody "
      "pays him. I asked him why. 'Because someone did it for me in 1994.'")),
    ("Panniers in a real storm", "VL-AC-02",
     ("Forty litres of rain per square metre, said the radio. I took paper, flour and a letter, put them into the "
      "{product}, and rode {km} km along the sea wall.",
      "The flour is flour. The letter can be read. My shoes are a lost cause.",
      "The hook is clever, the shoulder strap is an insult. Four stars if I gave stars.")),
    ("The price of a bell", None,
     ("I have started to thank people who step aside. It is cheaper than a bell and works better.",
      "Yesterday a man took out his headphones and said: nobody ever said thank you. We talked for ten minutes. He "
      "wants to start riding again.",
      "Community is a big word. Perhaps it is that.")),
    ("Gravel, the honest version", "VL-BK-06",
     ("I was lent the {product} for {days} days and was told it would set me free.",
      "It is a fine bicycle. It goes where I point it, it takes a bag, it is happy on a farm track. But you do not "
      "need another bicycle to turn left where you always turn right.",
      "If yours is worn out and you want *one* for everything: this. If not: fatter tyres, lower pressure, turn "
      "left.")),
)  # fmt: skip

COMMENTS = (
    "I laughed out loud on the train. Thank you.", "You should try it with children inside.",
    "This post made me finally fix the old one.", "Which light won? You cannot leave us like that.",
    "I bought one after reading this. If it is bad, I will blame you.", "Your mother should write here.",
    "Agreed on almost everything, not on the helmet.", "We share one in our house, {n1} families, it works.",
    "Did the company pay for this?", "Please more about {city}.", "I read this aloud to my {mate}.",
    "The last paragraph is the best one you ever wrote.", "And what about rain?",
    "The man who answers brake questions helped me as well. A treasure.",
    "I went to a repair café because of you, and now I am there every week.",
    "My experience over {months} months is different, but you write well.", "Ordered. Your fault.",
    "Not convinced, but entertained.",
)  # fmt: skip

ANSWERS = (
    "No, nobody pays me. I borrow, I give back, I write.", "The winner is the one that you have with you.",
    "In rain I take the bus and read your comments.", "Tell me how it goes!",
    "Fair. I have been wrong before, it is in the archive.",
)  # fmt: skip
