"""Questions and reviews in German, Spanish and French."""

from __future__ import annotations

from .shapes import Question

QUESTIONS = (
    Question(
        "bremsen scheibenbremse",
        "Brakes",
        ("Scheibenbremse quietscht bei Nässe", "Bremse schleift nach dem Radwechsel"),
        (
            "Seit {weeks} Wochen quietscht die vordere Bremse, sobald es regnet. Die Beläge ({product}) sind fast "
            "neu. Woran liegt das?",
            "Nach dem Ausbau des Vorderrads schleift die Scheibe. Muss ich den Sattel neu ausrichten, und wie macht "
            "man das?",
        ),
        (
            "Scheibe mit Isopropanol und einem frischen Tuch reinigen, Beläge kurz auf Schleifpapier abziehen und "
            "danach wirklich einbremsen: "
            "fünfzehnmal aus 25 km/h bis Schritttempo. Zum Ausrichten die zwei Schrauben lösen, Hebel ziehen, gezogen "
            "halten und festdrehen.",
        ),
        (
            "Bei mir half das Einbremsen. Dauerte zehn Minuten.",
            "Schau nach, ob das Rad ganz in der Gabel sitzt, das ist es meistens.",
        ),
        ("Das ist bei allen so.",),
        "de",
    ),
    Question(
        "e-bike akku",
        "E-bikes",
        ("Akku im Winter mit in die Wohnung?", "Reichweite im Winter halbiert"),
        (
            "Ich fahre jeden Tag {km} Kilometer zur Arbeit. Seit es kalt ist, reicht der Akku vom {product} kaum noch "
            "zurück. Ist der kaputt?",
            "Muss der Akku nachts ins Haus, oder genügt die Garage? Bei uns sind es minus acht Grad.",
        ),
        (
            "Kaputt ist er nicht: Kälte kostet rund ein Viertel. Nimm ihn abends mit hinein und setze ihn erst kurz "
            "vor der Abfahrt ein. "
            "Geladen wird nur bei Zimmertemperatur. Wenn er im Frühling nicht zurückkommt, lass ihn beim Service "
            "auslesen.",
        ),
        ("Unserer steht im Flur neben den Schuhen, seitdem reicht es wieder.",),
        ("Fahr halt schneller, dann wird er warm.",),
        "de",
    ),
    Question(
        "lastenrad kinder",
        "Cargo bikes",
        ("Lastenrad draußen abstellen: was taugt als Schutz?", "Ab wann darf das Baby in die Kiste?"),
        (
            "Wir wohnen im dritten Stock und haben keinen Keller. Reicht für das {product} eine Plane?",
            "Unsere Tochter ist {months} Monate alt. Fahrt ihr schon mit Babyschale im Lastenrad?",
        ),
        (
            "Eine schwere, atmungsaktive Plane, Bodenanker, zwei verschiedene Schlösser, Akku mit in die Wohnung. "
            "Einmal im Monat die Kette "
            "wischen und ölen. Unser Rad steht so seit {years} Jahren und sieht ordentlich aus.",
            "Mit gefederter Babyschale und wenig Luft im Reifen ging es bei uns ab dem dritten Monat, kurze Wege und "
            "glatter Belag. Fragt eure "
            "Kinderärztin, unsere war sehr dafür.",
        ),
        ("Fragt bei der Stadt nach einer Fahrradbox, die Liste ist lang, aber es lohnt sich.",),
        ("Kauft euch ein Auto.",),
        "de",
    ),
    Question(
        "frenos ruido",
        "Brakes",
        ("El freno de disco chirría cuando llueve", "¿Cada cuánto cambiáis las pastillas?"),
        (
            "Desde hace {weeks} semanas el freno delantero chirría con la lluvia. Las pastillas son las {product}, "
            "casi nuevas. ¿Qué hago?",
            "Hago {km} kilómetros al día con cuestas. ¿Cuánto os duran las pastillas de freno?",
        ),
        (
            "Limpia el disco con alcohol isopropílico y un trapo nuevo, lija un poco las pastillas y vuelve a hacer "
            "el rodaje: quince frenadas fuertes "
            "desde 25 km/h sin bloquear la rueda. Si sigue igual, mira que la pinza esté bien centrada.",
        ),
        ("A mí me duran unos dos mil kilómetros. Con menos de un milímetro, las cambio.",),
        ("Todas hacen ruido, no pasa nada.",),
        "es",
    ),
    Question(
        "bici electrica compra",
        "E-bikes",
        ("¿Merece la pena una bici eléctrica para ciudad?", "Dudas con la autonomía"),
        (
            "Vivo en {city}, con muchas cuestas, y voy al trabajo cada día: {km} kilómetros. ¿La {product} aguanta la "
            "semana sin cargar?",
            "Mi madre tiene setenta años y quiere volver a montar. ¿Qué tenemos que mirar antes de comprar?",
        ),
        (
            "Cuenta con unos diez vatios hora por kilómetro en modo medio: con 500 Wh salen cincuenta kilómetros de "
            "verdad. Para tu madre: cuadro bajo, "
            "pies en el suelo al parar y frenos suaves. Que la pruebe en una cuesta.",
        ),
        ("Yo cargo dos veces por semana y voy sobrado.",),
        ("Mejor una moto.",),
        "es",
    ),
    Question(
        "freins entretien",
        "Brakes",
        ("Mes freins à disque grincent sous la pluie", "Quand faut-il changer les plaquettes ?"),
        (
            "Depuis {weeks} semaines, le frein avant grince dès qu'il pleut. Les plaquettes {product} sont presque "
            "neuves. Que faire ?",
            "Je fais {km} kilomètres par jour avec des descentes. Comment savoir si les plaquettes sont usées ?",
        ),
        (
            "Nettoyez le disque avec de l'alcool isopropylique et un chiffon propre, poncez légèrement les "
            "plaquettes, puis refaites le rodage : quinze "
            "freinages francs à partir de 25 km/h sans bloquer la roue. Moins d'un demi-millimètre de garniture : on "
            "change.",
        ),
        ("Chez moi, c'était l'étrier mal centré. Deux vis et c'était réglé.",),
        ("C'est normal, tous les freins font du bruit.",),
        "fr",
    ),
    Question(
        "velo cargo enfants",
        "Cargo bikes",
        ("Vélo cargo avec deux enfants : lequel choisir ?", "Où garer un vélo cargo en ville ?"),
        (
            "Nous habitons à {city}, sans garage, avec {kids} enfants. Le {product} tient-il dans un ascenseur ? Vous "
            "le laissez dehors l'hiver ?",
            "Les premiers tours avec le vélo cargo me font peur, la direction est très légère. Ça passe avec le temps ?",
        ),
        (
            "Une housse respirante, un ancrage au sol, deux antivols différents et la batterie à la maison : le nôtre "
            "dort dehors depuis {years} ans. Pour la "
            "direction, regardez loin devant et entraînez-vous seul avec trente litres d'eau dans la caisse. Deux "
            "heures suffisent.",
        ),
        ("Nous avons pris le modèle long, il entre dans l'ascenseur.",),
        ("Prenez le tram.",),
        "fr",
    ),
)

# language → rating → texts
REVIEWS: dict[str, dict[int, tuple[str, ...]]] = {
    "de": {
        5: ("Seit {months} Monaten jeden Tag im Einsatz, Regen, Salz, Kopfsteinpflaster. {product} macht genau, "
            "was es soll. Klare Empfehlung.",
            "Ich war skeptisch, aber {product} hat mich überzeugt: sauber verarbeitet, gut verpackt, schnell "
            "geliefert. Würde ich wieder kaufen.",
            "Endlich Ruhe! Montage in zehn Minuten, passt auf Anhieb, und auf meinen {km} Kilometern zur Arbeit "
            "merke ich den Unterschied."),
        4: ("Gute Qualität zu einem fairen Preis. Einen Stern Abzug, weil die Anleitung nur aus Bildern besteht "
            "und ich dreimal anfangen musste.",
            "Nach {weeks} Wochen zufrieden. Etwas schwerer als gedacht, dafür wirkt es haltbar."),
        2: ("Leider enttäuscht. Nach {weeks} Wochen klappert es, und der Service hat erst nach {days} Tagen "
            "geantwortet.",
            "Für {price} Euro erwarte ich mehr. Die Verarbeitung an den Kanten ist schlecht, und die Farbe stimmt "
            "nicht mit dem Bild überein."),
    },
    "es": {
        5: ("Lo uso cada día desde hace {months} meses y estoy encantada. {product} cumple lo que promete, lluvia "
            "o sol.",
            "Muy buena compra. Montaje fácil, buen acabado y el envío llegó en {days} días. Lo recomiendo sin dudar."),
        4: ("Buena relación calidad-precio. Le quito una estrella porque las instrucciones no se entienden muy bien.",),
        2: ("No estoy contento. A las {weeks} semanas empezó a hacer ruido y todavía espero una respuesta del "
            "servicio.",),
    },
    "fr": {
        5: ("Utilisé tous les jours depuis {months} mois, par tous les temps. {product} tient ses promesses, je le "
            "recommande.",
            "Très bon achat : montage simple, finition soignée, livraison en {days} jours. Rien à redire."),
        4: ("Bon produit pour le prix. Une étoile en moins pour la notice, presque illisible.",),
        2: ("Déçu. Au bout de {weeks} semaines, du jeu et du bruit, et le service après-vente ne répond pas vite.",),
    },
}  # fmt: skip

THANKS = {
    "de": (
        "Danke, das war's! Nach dem Reinigen ist Ruhe.",
        "Vielen Dank, hat sofort geholfen.",
        "Super erklärt, danke {helper}!",
    ),
    "es": ("¡Gracias! Lo he probado y funciona.", "Muchas gracias, muy bien explicado."),
    "fr": ("Merci beaucoup, ça marche !", "Merci, explication très claire. Problème résolu."),
}

TITLES = {
    "de": {5: "Klare Empfehlung", 4: "Gut, mit kleinen Schwächen", 2: "Leider enttäuscht"},
    "es": {5: "Muy recomendable", 4: "Buena compra", 2: "Esperaba más"},
    "fr": {5: "Je recommande", 4: "Bon rapport qualité-prix", 2: "Déçu"},
}
