"""German, Spanish and French cues for speech acts: the plain cases only, with lower confidence than the English ones."""

from __future__ import annotations

GERMAN: dict[str, tuple[tuple[float, str], ...]] = {
    "question": (
        (0.85, r"(?:^|(?<=[.!?:,;]\s)|(?<=\n))(?:wie|was|warum|wieso|wo|wann|welche[rsn]?|wer|woran|kann|muss|"
         r"darf|ist|sind|hat|habt|gibt|weiß|fahrt|lohnt|reicht)\b"
               r"(?=[^.!?\n]{1,300}\?)"),
        (0.7, r"(?<=\w)\s?\?+(?![\w/=&])"),
        (0.75, r"\b(?:weiß jemand|hat jemand|kann (?:mir )?jemand|ich frage mich|hat wer)\b"),
    ),
    "complaint": (
        (0.8, r"\b(?:enttäusch(?:t|end|ung)|kaputt|defekt|mangelhaft|unbrauchbar|ärgerlich|frechheit|unverschämt|"
         r"schrott|reklamation|miserabel|furchtbar)\b"),
        (0.75, r"\b(?:funktioniert (?:leider |gar |überhaupt )?nicht|geht nicht mehr|warte (?:immer noch|seit)|"
         r"keine antwort|niemand (?:meldet|antwortet)|geld zurück|nie wieder|"
               r"zurückgeschickt|(?:quietscht|klappert|schleift))\b"),
        (0.6, r"\b(?:leider|viel zu (?:teuer|laut|spät)|schlecht(?:e[rsn]?)?)\b"),
    ),
    "praise": (
        (0.8, r"(?<!nicht )\b(?:super|toll|klasse|hervorragend|ausgezeichnet|perfekt|begeistert|großartig|"
         r"wunderbar|spitze)\b"),
        (0.7, r"(?<!nicht )\b(?:sehr (?:gut|zufrieden|schön)|danke|vielen dank|zufrieden|überzeugt)\b"),
    ),
    "suggestion": (
        (0.8, r"\b(?:wäre (?:schön|gut|toll|super|hilfreich),? wenn|ich (?:schlage vor|würde vorschlagen)|"
         r"mein vorschlag|könntet ihr|wünsche mir|warum nicht|bitte (?:baut|bietet|macht))\b"),
    ),
    "purchase_intent": (
        (0.8, r"\b(?:möchte|will|wollen|würde gerne?|überlege|überlegen)\b[^.!?\n]{0,60}\b(?:kaufen|bestellen|"
         r"zulegen|anschaffen)\b"),
        (0.7, r"\b(?:suche (?:ein|eine|einen|nach)|wo kann ich|auf lager|was kostet|würde ich wieder kaufen)\b"),
    ),
    "threat_to_leave": (
        (0.8, r"\b(?:kündige|kündigen|wechsle|wechseln (?:wir|zu)|gehe (?:ich )?zur konkurrenz|letzte bestellung|"
         r"nie wieder (?:bestell|kauf)\w*|werde (?:ich )?(?:kündigen|wechseln))\b"),
    ),
    "recommendation": (
        (0.8, r"(?<!nicht )(?<!kaum )\b(?:empfehle|empfehlenswert|empfehlung|kann ich (?:nur )?empfehlen|"
         r"weiterempfehlen|lohnt sich)\b"),
    ),
    "competitor": ((0.65,
    r"\b(?:konkurrenz|anderer (?:anbieter|hersteller)|anderen (?:anbieter|hersteller|laden)|mitbewerber)\b"),),
    "safety": (
        (0.8, r"\b(?:gefährlich|unfall|gestürzt|verletzt|lebensgefahr|unsicher|bremse versagt|fast (?:gestürzt|"
         r"überfahren)|rückruf|brennt|riss im rahmen)\b"),
    ),
    "privacy": (
        (0.85, r"\b(?:datenschutz|dsgvo|meine (?:persönlichen )?daten|daten löschen|konto löschen|"
         r"ohne meine (?:zustimmung|einwilligung)|newsletter abbestell\w*|abbestellen)\b"),
    ),
}  # fmt: skip

SPANISH: dict[str, tuple[tuple[float, str], ...]] = {
    "question": (
        (0.85, r"¿"), (0.7, r"(?<=\w)\s?\?+(?![\w/=&])"), (0.75,
         r"\b(?:alguien sabe|me pregunto|no sé (?:si|cómo|qué|cuál))\b"),
    ),
    "complaint": (
        (0.8, r"\b(?:decepcionad[oa]|decepcionante|defectuos[oa]|rot[oa]|no funciona|pésim[oa]|horrible|"
         r"inaceptable|vergüenza|devolución|reembolso|estafa)\b"),
        (0.75, r"\b(?:no estoy content[oa]|(?:todavía|sigo) esper(?:o|ando)|nadie (?:contesta|responde)|"
         r"sin respuesta|nunca llegó|chirría|se rompió|esperaba más|mala calidad)\b"),
    ),
    "praise": (
        (0.8, r"(?<!no )\b(?:excelente|genial|estupend[oa]|maravillos[oa]|perfect[oa]|encantad[oa]|fantástic[oa])\b"),
        (0.7, r"\b(?:muy (?:buen[oa]|content[oa]|bien)|gracias|me encanta)\b"),
    ),
    "suggestion": ((0.8,
    r"\b(?:estaría (?:bien|genial) (?:si|que)|sugiero|propongo|mi sugerencia|deberíais|podríais|por qué no)\b"),),
    "purchase_intent": (
        (0.8, r"\b(?:quiero|quisiera|me gustaría|pienso|voy a|estoy pensando en) (?:comprar|pedir|encargar)(?:me|"
         r"la|lo)?\b"),
        (0.7, r"\b(?:busco (?:un|una)|dónde puedo comprar|cuánto cuesta|merece la pena)\b"),
    ),
    "threat_to_leave": ((0.8, r"\b(?:voy a cancelar|cancelo|me voy a (?:otra|la competencia)|me cambio (?:a|de)|"
    r"nunca más (?:compro|compraré)|no vuelvo a comprar|darme de baja)\b"),),
    "recommendation": ((0.8,
    r"(?<!no )(?<!no lo )(?<!no la )\b(?:recomiendo|recomendable|os recomiendo|lo recomiendo)\b"),),
    "competitor": ((0.65, r"\b(?:la competencia|otra (?:marca|tienda|empresa)|otro fabricante)\b"),),
    "safety": ((0.8,
    r"\b(?:peligros[oa]|accidente|herid[oa]|me caí|casi (?:me caigo|choco|atropell\w+)|insegur[oa]|sin frenos)\b"),),
    "privacy": ((0.85, r"\b(?:privacidad|rgpd|mis datos|datos personales|borrar mi cuenta|"
    r"sin mi (?:consentimiento|permiso)|darme de baja del boletín)\b"),),
}  # fmt: skip

FRENCH: dict[str, tuple[tuple[float, str], ...]] = {
    "question": (
        (0.85, r"(?:^|(?<=[.!?:,;]\s)|(?<=\n))(?:comment|pourquoi|où|quand|quel(?:le|s|les)?|qui|que|est-ce|"
         r"combien|faut-il|peut-on|avez-vous|lequel|laquelle)\b(?=[^.!?\n]{1,300}\?)"),
        (0.7, r"(?<=\w)\s?\?+(?![\w/=&])"), (0.75,
         r"\b(?:quelqu'un (?:sait|a)|je me demande|je ne sais pas (?:si|comment|quel))\b"),
    ),
    "complaint": (
        (0.8, r"\b(?:déçue?s?|décevant|cassée?s?|défectueu(?:x|se)|inacceptable|horrible|nul(?:le)?|arnaque|"
         r"remboursement|scandaleux|honte)\b"),
        (0.75, r"\b(?:ne (?:fonctionne|marche) (?:pas|plus)|toujours en attente|j'attends (?:toujours|encore)|"
         r"aucune réponse|personne ne (?:répond|rappelle)|jamais (?:reçu|arrivé)|grince(?:nt)?|mauvaise qualité|"
               r"ne répond pas)\b"),
    ),
    "praise": (
        (0.8, r"(?<!pas )\b(?:excellente?|génial|parfaite?|superbe|formidable|ravie?|magnifique|impeccable)\b"),
        (0.7, r"\b(?:très (?:bien|bon|bonne|content|contente|satisfait|satisfaite|claire)|merci|rien à redire|"
         r"tient ses promesses)\b"),
    ),
    "suggestion": ((0.8, r"\b(?:ce serait (?:bien|super|génial) (?:si|de|que)|je (?:suggère|propose)|"
    r"ma suggestion|vous devriez|pourriez-vous|pourquoi pas)\b"),),
    "purchase_intent": (
        (0.8, r"\b(?:je (?:veux|voudrais|souhaite|pense|compte|vais)|j'aimerais|j'envisage d') ?(?:m'|l'|"
         r"en )?(?:acheter|commander|prendre)\b"),
        (0.7, r"\b(?:je cherche (?:un|une)|où (?:puis-je )?acheter|combien coûte|lequel choisir)\b"),
    ),
    "threat_to_leave": ((0.8, r"\b(?:je (?:vais )?(?:résilier|résilie)|je (?:vais )?(?:passe|passer|changer|"
    r"vais) (?:à la concurrence|chez un autre|de marque)|dernière commande|jamais plus|plus jamais chez)\b"),),
    "recommendation": ((0.8,
    r"(?<!ne le )(?<!ne la )(?<!ne )\b(?:recommande(?! pas)|conseille(?! pas)|à recommander)\b"),),
    "competitor": ((0.65, r"\b(?:la concurrence|un concurrent|une autre marque|un autre (?:magasin|fabricant))\b"),),
    "safety": ((0.8,
    r"\b(?:dangereu(?:x|se)|accident|blessée?|tombée?|failli (?:tomber|percuter)|pas sûr|sans freins)\b"),),
    "privacy": ((0.85, r"\b(?:vie privée|rgpd|mes données|données personnelles|supprimer mon compte|"
    r"sans mon (?:accord|consentement)|me désabonner)\b"),),
}  # fmt: skip
