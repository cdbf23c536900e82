"""Questions about tyres, wheels, chains and gears."""

from __future__ import annotations

from .shapes import Question

QUESTIONS = (
    Question(
        "tyres punctures", "Tyres",
        ("Third puncture in a month", "Why do I keep getting flats in the same place?"),
        ("Three flats in {weeks} weeks, always the rear wheel. New tube each time. What am I doing wrong?",
         "Always the inner side of the tube, never the outside. Tyre looks fine. Will the {product} fix that?"),
        ("Holes on the inner side come from the rim: check the rim tape, a spoke head may be poking through. Holes "
         "on the outside: "
         "run a cotton ball through the inside of the tyre, it catches on the splinter you cannot see. Two holes "
         "side by side: "
         "too little air. A new tyre fixes only the second.",
         "Line the valve up with the label of the tyre every time. Then you can lay the tube on the tyre and know "
         "where to look for "
         "the splinter. Mine was a 2 mm piece of wire."),
        ("More air. I was at 2 bar without knowing.",),
        ("Bad luck.",),
    ),
    Question(
        "tyres pressure", "Tyres",
        ("How much air in 50 mm tyres?", "Which pressure for the {product}?"),
        ("The wall says 2.5 to 5 bar. That is not a lot of help. I am {n} kg plus bags.",
         "Comfort or speed? What pressure do you ride on cobbles with an e-bike?"),
        ("Start with body weight in kg divided by 30 for the rear in a 50 mm tyre, so 80 kg makes about 2.7 bar; "
         "ten per cent less in "
         "front, half a bar more with luggage. Then go down in steps of 0.2 until it feels vague in corners, and "
         "back up one step.",
         "A floor pump with a gauge and once every two weeks. The number matters less than that it is the same "
         "each time."),
        ("3 bar and forget it.",),
        ("Maximum, always. It says so on the tyre.",),
    ),
    Question(
        "tyres tubeless", "Tyres",
        ("Tubeless loses air overnight", "Sealant does not hold: what now?"),
        ("Mounted with the {product} yesterday, flat this morning. Bubbles along the rim.",
         "My first tubeless tyre holds for two days, then sinks. More sealant?"),
        ("Bubbles along the rim after mounting are normal for a day. Lay the wheel flat for ten minutes on each "
         "side, turn it, "
         "swing it so the sealant reaches the bead, ride five kilometres, pump again. If it still sinks, it is the "
         "tape at the "
         "valve: one turn more, pressed down with a cloth, valve nut only finger tight.",),
        ("60 ml per tyre, not 30. The kit is a bit short for wide tyres.",
         "Soap water in a spray bottle shows you the leak in a minute."),
        ("Tubes exist.",),
    ),
    Question(
        "tyres winter studded", "Tyres",
        ("Studded tyres in town: worth it?", "From which temperature do you change to studs?"),
        ("I fell on ice last {month}. Are the {product} bearable on dry tarmac, or do I change back and forth?",
         "Does the front wheel alone do it? I commute {km} km, half of it cleared."),
        ("From the first night frost to March, both wheels if you can, the front if you must: a sliding front "
         "wheel cannot be "
         "caught. They cost you about two kilometres an hour and they sing. Ride the first 40 km on tarmac gently "
         "so that "
         "the studs seat. I have not fallen since.",
         "Pump them to the maximum on dry roads, then the studs hardly touch, and let out a bar when it is icy. "
         "That is the whole "
         "trick."),
        ("I have a second front wheel with the studded tyre on it. Swap takes two minutes.",),
        ("Take the bus.",),
    ),
    Question(
        "wheels spokes", "Accessories",
        ("Spokes break on the rear wheel", "Second broken spoke this year"),
        ("Second broken spoke since {month}, drive side. I weigh {n} kg and carry bags. New wheel?",
         "Ping, and the wheel wobbles. I am {km} km from home on tour. Can I ride on?"),
        ("One spoke is chance, the second is a message: the wheel was never evenly tensioned and the others are "
         "tired too. Have it "
         "rebuilt with double-butted spokes on the same rim and hub; cheaper than a wheel and it lasts ten years. "
         "On tour: "
         "wind the broken one around its neighbour, open the brake, ride gently, front of the saddle.",),
        ("I carry two spare spokes taped to the stay. Since then none has broken.",
         "Check the tension by sound, all on one side should ring alike."),
        ("Lose weight.",),
    ),
    Question(
        "chain wear maintenance", "Accessories",
        ("Chain jumps under load", "When do I change the chain?"),
        ("New chain, and it jumps on the small sprockets. Old one had {n}000 km. Is the {product} bad?",
         "How do you know that a chain is worn? The shop in {city} wants to replace cassette and chain together."),
        ("A new chain on a worn cassette jumps, the chain is innocent. Measure with a gauge: 0.5 % on 11-speed, "
         "0.75 % on 8-speed: "
         "change, and the cassette survives three chains. If you ride one until it jumps, both must go. A gauge is "
         "eight euros.",
         "Without a gauge: twelve full links of a new chain are exactly 304.8 mm. At 306.5 it is time."),
        ("I change every spring, cassette every third. No measuring, no jumping.",),
        ("More oil.",),
    ),
    Question(
        "chain lube rain", "Accessories",
        ("Which lube for rain every day?", "Chain rusts after one wet ride"),
        ("I commute in {city}, it rains. The chain is brown on Monday even though I oiled it on Sunday. Is the "
         "{product} any good?",
         "Wax, wet lube, dry lube: what do you use in winter with salt?"),
        ("Wet lube, one drop per roller, turn backwards for a minute, then **wipe off everything you can see**. "
         "What is outside only "
         "collects salt. In the salt season do it weekly; it takes three minutes. The rust is on the outside "
         "plates and "
         "harmless, the inside is what wears.",),
        ("A full chain case. Sorry, but that is the answer for a commuter.",
         "Hot wax for summer, wet lube from {month}. Works for me."),
        ("Penetrating oil from the hardware store. Smells nice.",),
    ),
    Question(
        "gears adjustment hub-gears", "Bicycles",
        ("Hub gear slips in fourth", "Seven-speed hub jumps between gears"),
        ("My {product} drops out of fourth when I push. {months} months old. Can I set that myself?",
         "The hub gears crunch since the cable was replaced."),
        ("Shift to the setting gear (fourth on a seven- or eight-speed), look at the two marks at the hub, usually "
         "yellow, and turn the "
         "barrel adjuster until they line up. Shift to first and back to fourth, check again. Two minutes with no "
         "tools, and "
         "it is the reason in nearly all cases. Stop riding until it is set, slipping hurts the pawls.",
         "Line the yellow marks up in fourth with the rider *off* the bike, then sit on it once and look again: "
         "some frames flex "
         "and pull the cable."),
        ("Marks at the hub. It is in the manual on page {n}.",),
        ("Only use the other six.",),
    ),
    Question(
        "gears derailleur adjustment", "Bicycles",
        ("Rear derailleur clatters on the big sprocket", "Gears skip after the bike fell over"),
        ("Since my {product} fell over on the right side the shifting is off. Cable adjustment does nothing.",
         "It clatters in the two easiest gears. Which screw do I turn?"),
        ("Fell on the right side: the hanger is bent, no screw will help. Look from behind: the two small wheels "
         "must stand exactly "
         "under the sprocket. A workshop straightens it in five minutes with a gauge. Do not ride in the easiest "
         "gear until then, "
         "the derailleur may go into the spokes.",),
        ("Hanger. Order a spare one, it is the part that is meant to bend.",
         "H screw for the small end, L for the big one, but only if the hanger is straight."),
        ("Hit it back from the other side.",),
    ),
    Question(
        "belt drive noise", "Bicycles",
        ("Belt squeaks when dusty", "Is a belt really maintenance free?"),
        ("{month}, dry, dusty, and the belt sings at every turn. I thought belts are silent.",
         "What do you do with a belt drive all year? Nothing?"),
        ("Water and an old toothbrush, both sides, then a little silicone spray on the teeth. Never oil. If it "
         "squeaks right after that, "
         "the tension or the line is off: the phone app of the belt maker measures it by the sound when you pluck "
         "it.",),
        ("Rain cures it. Mine only sings in dry spells.",
         "Cleaning twice a year, that is the whole maintenance."),
        ("Put chain oil on it.",),
    ),
    Question(
        "wheels size choice", "Bicycles",
        ("Which frame size at 1.{n} m?", "Between two sizes: up or down?"),
        ("I stand right between two sizes for the {product}. Inseam {n} cm. Which one do you take?",
         "The online chart says M, the shop says L. I want to ride long days. Help?"),
        ("Long days: the one with the handlebar higher and the reach *you* can hold without locked elbows. Sit on "
         "both, close your eyes, "
         "hands on the bar: if you slide forward, it is too long. Between sizes take the smaller one if you like "
         "it lively and "
         "the larger one if your back is stiff and you ride upright. Standover of three centimetres is all you need.",),
        ("Try both around the block. Charts do not know your arms.",
         "I took the larger and put a shorter stem on. Happy for {years} years."),
        ("Bigger looks better.",),
    ),
    Question(
        "tyres gravel choice", "Tyres",
        ("One tyre for gravel and road?", "45 mm for touring with luggage?"),
        ("I have room for 50 mm, ride 70 % road, 30 % forest, {n} kg of luggage. Is the {product} the right one?",
         "How long do the tyres last you on tour? I plan {km}00 km from {city}."),
        ("45 mm with a closed middle and some edge: on tarmac you lose nothing that you would notice, on gravel "
         "you gain a lot. With "
         "luggage 3.2 bar rear, 2.8 front. I had 6,800 km from a rear one and swapped front to back at 4,000.",),
        ("Went from 37 to 45 and would not go back. Comfort over grams.",
         "Take a spare folding tyre on tour anyway. Once was enough."),
        ("Slicks. Always slicks.",),
    ),
)  # fmt: skip
