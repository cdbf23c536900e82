"""English cues for speech acts: regular expressions with the confidence that one of them alone gives.

Written for texts in lower case with straight apostrophes, which is what `intents` gives them.
The words before a cue that turn it around ("not", "never") are part of the expression.
"""

from __future__ import annotations

_NO = r"\b(?<!\bnot )(?<!n't )(?<!\bno )(?<!\bnever )(?<!\bnot so )(?<!\bnot very )(?<!\bhardly )(?<!\bnot a )"
_SOMEBODY = r"(?:any(?:body|one)|some(?:body|one)|you(?: guys| all)?|people)"
_BUY = (
    r"(?:buy|order|purchase|get (?:a|an|the|one|two|three|it|this|these|my (?:first|next|own))\b"
    r"(?! (?:answer|reply|response|refund|little|bit|lot|better|worse|call|money|feeling|chance|idea|impression|hang)\b))"
)
_BUYING = r"(?:buying|ordering|purchasing|getting|upgrading)"

ENGLISH: dict[str, tuple[tuple[float, str], ...]] = {
    "question": (
        (0.9, r"(?:^|(?<=[.!?:,;]\s)|(?<=\n))(?:how|what|why|where|when|which|who|does|do|did|is|are|can|could|"
         r"should|has|have|will|would|shall|may|must)\b(?=[^.!?\n]{1,300}\?)"),
        (0.7, r"(?<=[\w)\"'*])\s?\?+(?![\w/=&])"),
        (0.85, rf"\b(?:does|do|has|have|can|could|would|did) {_SOMEBODY}\b(?=[^.!\n]{{0,200}}\?|\s+(?:know|help|"
         rf"tell|explain))"),
        (0.7, r"\bi(?:'m| am| was)? wonder(?:ing)?\b"),
        (0.7, r"\bi (?:don't|do not) (?:know|understand) (?:how|if|whether|which|what|why|where|when)\b"),
        (0.75, r"\b(?:any|grateful for any) (?:ideas?|tips?|hints?|thoughts|clue)\b"),
        (0.75, r"\b(?:looking for|need|needs|want|appreciate|some|any) (?:some |any |your )?(?:advice|help|"
         r"guidance)\b(?! (?:you|with everything) )"),
        (0.75, r"\bplease (?:help|advise|explain|tell me)\b"),
        (0.65, r"\bwhat (?:am i|did i|are we) (?:doing|do|miss|missing)\b"),
    ),
    "complaint": (
        (0.85, r"\b(?:disappoint(?:ed|ing|ment)|unacceptable|terrible|horrible|awful|appalling|useless|worthless|"
         r"pathetic|ridiculous|a joke|disgrace(?:ful)?|outrageous|infuriating|lousy|garbage|rubbish)\b"),
        (0.8, r"\b(?:broke|broken|defective|faulty|fell apart|falls apart|stopped working|gave up after|torn|tore|"
         r"snapped)\b"),
        (0.8, r"\b(?:does not|doesn't|do not|don't|did not|didn't|won't|will not|never|no longer|not) work(?:ing|"
         r"ed|s)?\b"),
        (0.85, r"\b(?:still|been|am|are|keep|kept) waiting\b"),
        (0.75, r"\b(?:rude|incompetent|unprofessional|unhelpful|nightmare|sucks?|ruin(?:ed|ing|s)|screwed|"
         r"stranded|overbooked|hung up|on hold|stuck|charged (?:me )?twice|still (?:no|not|haven't|hasn't|"
         r"nothing)\b|lost (?:my|our|his|her) (?:bags?|luggage|order|parcel|package))\b"),
        (0.8, r"\b(?:no|without|never (?:got|get|received) (?:an?|any)|not (?:a single|one)) (?:answer|reply|"
         r"response|call back|explanation|refund)\b"),
        (0.8, r"\b(?:nobody|no one|no-one) (?:\w+ )?(?:answers?|answered|calls?|called|replies|replied|responds?|"
         r"responded|cares?|told|could tell)\b"),
        (0.8, r"\bnever (?:arrived|came|answered|called|replied|responded|worked|delivered|showed)\b"),
        (0.8, r"\b(?:waste of (?:my )?(?:money|time)|rip-?off|ripped off|money back|refund (?:requested|please|"
         r"now)|want a refund|(?<!open )complaint sent|i (?:must|have to|want to|would like to) complain|fed up|"
         r"sick of|had enough of)\b"),
        (0.75, r"\b(?:sent|send|sending|took|brought) (?:it|them|this|mine|both(?: sets)?) back\b|"
         r"\breturned (?:it|them|mine|both)\b|\bsent back (?:today|yesterday|after)\b"),
        (0.7, r"\b(?:annoy(?:ed|ing|s)|frustrat(?:ed|ing)|angry|furious|unhappy|dissatisfied|let down|ignored|"
         r"poorly|sadly|unfortunately|i regret)\b"),
        (0.7, r"\b(?:squeal(?:s|ing|ed)?|rattl(?:es|ed|ing)|creak(?:s|ing|ed)?|leak(?:s|ing|ed)?|scream(?:s|"
         r"ing)? (?:at|in|when|like)|screeching)\b"),
        (0.75, r"\b(?:poor|bad|worst|shoddy|cheap) (?:quality|service|customer service|support|experience|"
         r"workmanship|design|purchase|product)\b|\bworst\b"),
        (0.7, r"\b(?:missing (?:a |the )?(?:part|screw|piece|bolt|cable|manual|item)s?|(?:part|screw|piece|bolt|"
         r"item)s? (?:is |are |was |were )?missing|wrong (?:size|part|item|colou?r|order)|arrived (?:damaged|"
         r"broken|late|scratched|empty|with))\b"),
        (0.7, r"\bnot (?:good enough|acceptable|what i (?:ordered|paid|expected|hoped)|happy|satisfied|impressed|"
         r"worth|as described|convinced|fair)\b"),
        (0.6, r"\b(?:(?:far |much |way )?too (?:late|slow|expensive|loud|heavy|short|small|fast|"
         r"long)\b(?! for me to complain)|do not waste|looking for something else|wanted to like it|overpriced|"
         r"unreliable|delayed|cancelled flight|(?:was|is|were) (?:late|moved twice)|lost my)\b"),
        (0.7, r"\b(?:would|will) not (?:buy|order|recommend)\b|\b(?:wouldn't|won't|do not|don't|can't|"
         r"cannot) recommend\b"),
    ),
    "praise": (
        (0.85, rf"{_NO}\b(?:love (?:it|them|this|that|the|my|how|your)|loved (?:it|the)|excellent|fantastic|"
         rf"amazing(?! how)|wonderful|awesome|brilliant|superb|"
               r"outstanding|flawless|magnificent|terrific|top notch|first class)\b"),
        (0.8, rf"{_NO}(?<!be )(?<!so far so )\b(?:great|perfect(?:ly)?|impressed|delighted|thrilled)\b(?! (?:if|"
         rf"to (?:have|see)|pity|shame|disappointment))"),
        (0.75, rf"{_NO}\b(?:very|really|so|absolutely|quite|more than) (?:happy|pleased|satisfied|good|nice|"
         rf"helpful|friendly)\b|{_NO}\bhappy with\b|\bcould(?:n't| not) be happier\b"),
        (0.65, r"\b(?:thank you|thanks|many thanks|kudos|well done|hats off|credit to|good job|"
         r"great job)\b(?! in advance)(?! for nothing)"),
        (0.75, r"\b(?:works? (?:like a charm|perfectly|flawlessly|great|beautifully|very well)|five stars|5 stars|"
         r"10/10|best (?:\w+ ){0,3}(?:i(?:'ve| have)|ever|in)|nothing to complain|nothing to add|convinced me|"
         r"does exactly|would buy (?:it|them|one) again|clear recommendation|a joy|a pleasure|exceeded my)\b"),
        (0.7, r"\b(?:exactly what it should|exactly what i (?:needed|wanted|was looking for)|as good as new|"
         r"saved my (?:day|trip|ride)|a treasure|(?:i am |i'm )?glad i (?:did|bought|ordered|am)|worth every)\b"),
    ),
    "suggestion": (
        (0.85, r"\b(?:would|it'd|'d|could) be (?:really |so |very )?(?:great|nice|good|helpful|cool|lovely|useful|"
         r"wonderful|better|perfect|handy) (?:if|to have|to see|to be able|when)\b"),
        (0.85, r"\b(?:please|kindly|pls) (?:add|make|bring|offer|consider|allow|fix|improve|change|provide|"
         r"include|sell|introduce|implement|let us|give us|stock|build|put)\b"),
        (0.85, r"\b(?:i|we)(?:'d| would)? (?:suggest|propose)\b|\bmy (?:suggestion|proposal|wish|idea)\b|"
         r"\b(?:feature request|suggestion:|idea:|one wish)\b"),
        (0.75, r"\b(?:i|we) (?:really )?wish (?:you|it|there|the|that|they)\b"),
        (0.75, r"\bwhy (?:not (?!me\b|\?)|don't you|can't you|do you not)\b"),
        (0.75, r"\bhow about (?:a|an|adding|making|some|selling|offering)\b|\bwhat about (?:adding|making|offering)\b"),
        (0.75, r"\b(?:could|can) you (?:please )?(?:add|make|offer|bring back|include|provide|sell|consider|"
         r"introduce|build)\b"),
        (0.75, r"\b(?:you|they|the (?:company|shop|app|site)) (?:really )?(?:should|could|"
         r"ought to) (?:also )?(?:add|offer|make|let|sell|have|include|provide|build|consider|think about|lend|"
         r"allow|give)\b"),
        (0.75, r"\b(?:there should be|should (?:come with|include|have (?:a|an|had|more))|(?:it|this) (?:needs|"
         r"lacks|could use) (?:a|an|more|some)|would (?:love|like) to see|it would help if|what is missing is)\b"),
    ),
    "purchase_intent": (
        (0.85, rf"{_NO}\b(?:want|would like|'d like|plan|planning|going|about|looking|hoping|intend|intending|"
         rf"ready|decided|tempted) to (?:finally |also )?{_BUY}\b(?! (?:rid|back|used|off|there|home|started|up|"
         rf"on with)\b)"),
        (0.85, rf"{_NO}\b(?:thinking|think) (?:of|about) (?:{_BUYING}|a new|getting)\b|\bconsidering {_BUYING}\b|"
         rf"\b(?:am|are|i'm|we're) considering (?:a|an|the)\b"),
        (0.8, r"\b(?:in the market for|shopping for|where (?:can|do|could) (?:i|we|one) (?:buy|order|get (?:a|an|"
         r"one|it|these|them)\b)|want(?:s)? to try (?:one|it) before|test ride)\b"),
        (0.7, r"\blooking for (?:a|an|some|two|three|new|my (?:first|next)|the right) (?!way|reason|answer|"
         r"solution|place|hint|advice|help|partner)\w+"),
        (0.75, r"\bwhich (?:one |model |size |of \w+ |\w+ )?(?:should|shall|would|do) (?:i|we|you) (?:buy|get|"
         r"take|order|choose|pick)\b|\bshould (?:i|we) (?:buy|get|order)\b|\bshall i (?:buy|order)\b"),
        (0.8, rf"(?<!not )\b(?:i|we)(?:'ll| will)(?: probably| definitely| certainly| likely|"
         rf" surely)? {_BUY}\b(?! (?:back|used|there|home|it wrong)\b)"),
        (0.75, r"\b(?:is|are) (?:it|they|this|these|the [\w ]{1,30}) (?:still |back |currently )?(?:in stock|"
         r"available)\b|\bin stock\?"),
        (0.7, r"\bhow much (?:is|are|does|do|for|would)\b(?! air| sag| pressure)|\b(?:any|"
         r"is there an?) (?:discount|offer|deal|voucher|promo)\b|\bask for a price\b|\bwhat would you (?:take|"
         r"buy)\b"),
    ),
    "threat_to_leave": (
        (0.85, r"\b(?:will|going to|'ll|about to|want to|wish to|like to|have to|ready to|i|we) cancel(?:l?ing|"
         r"l?ed)? (?:my|our|the|this) (?:contract|subscription|account|membership|plan|policy|service)\b"),
        (0.75, r"\bcancel(?:l?ing|l?ed)? (?:my|our) (?:contract|subscription|account|membership|plan)\b"),
        (0.8, r"\b(?:switch(?:ing)?|chang(?:e|ing)|mov(?:e|ing)|go(?:ing)?) to (?:another|a different|some other|"
         r"the competition|a competitor|somebody else|someone else|the shop around)\b|\bthinking (?:of|"
         r"about) (?:switching|leaving)\b"),
        (0.85, r"\b(?:take|taking) (?:my|our) (?:business|money|custom) elsewhere\b|\b(?:lost|losing|"
         r"lose) (?:me as )?a (?:loyal )?customer\b|\blost my (?:business|custom)\b"),
        (0.8, r"\b(?:i am|i'm|we are|we're) (?:done(?! with (?:the|my|it|that) \w+ (?:job|work))|gone|leaving|"
         r"out of here|through with)\b(?! (?:for the|on holiday|until|riding))"),
        (0.8, r"\bnever (?:buy(?:ing)?|order(?:ing)?|use|using|fly(?:ing)?|book(?:ing)?|com(?:e|ing) back|"
         r"return(?:ing)?|shop(?:ping)?)\b(?: \w+){0,4} (?:again|back|here|from you|with you|elsewhere)\b|"
         r"^never again\b|(?<=[.!] )never again\b"),
        (0.8, r"\b(?:won't|will not|not going to) (?:be back|come back|renew|buy again|order again|be buying|"
         r"be ordering|return here|stay)\b"),
        (0.8, r"\bmy next (?:\w+ ){1,3}(?:will|is going to|won't) (?:\w+ )?(?:come from|be from|be a|not|"
         r"be another|be with)\b"),
        (0.75, r"\b(?:looking for|found) (?:an alternative|another (?:provider|shop|brand|supplier))\b|"
         r"\blast (?:order|time|bike|purchase)(?: \w+){0,3} (?:from|with) (?:you|them|this)\b|\b(?:closing|close|"
         r"delete) my account\b|\bi am now with another\b"),
    ),
    "recommendation": (
        (0.85, r"\b(?<!not )(?<!n't )(?<!cannot )(?<!never )(?<!\byou )"
         r"(?<!anybody )(?<!anyone )(?<!someone )(?<!somebody )(?<!people )(?<!please )\brecommend(?:ed)?\b(?! me\b|"
         r" (?:something|anything|a good)\b[^.!\n]*\?)"),
        (0.75, rf"\b(?<!do )(?<!should )you (?:should|must|have to) (?:definitely |really |absolutely )?(?:{_BUY}|"
         rf"try|take (?!care|a look|into)|read|go for)\b|\bmust-have\b"),
        (0.75, r"\bgo for (?:the|a|an|it)\b|\b(?<!not )(?:worth (?:every|the money|the price|it\b|buying|a try))|"
         r"\bcan't go wrong\b|\byou (?:won't|will not) regret\b|\bgive (?:it|them) a try\b"),
        (0.7, r"(?:^|(?<=[.!:] )|(?<=\n))(?:buy it\b|ask \w+ about|read the reviews? by|just (?:buy|order)\b|"
         r"take the [\w ]{1,30} (?:and|,|if)|get the \w+|get yourself|read \w+'s|try the)"),
        (0.65, r"\b(?<!what )(?<!which )i(?:'d| would) (?:go for|take|choose|pick|always take)\b|\b(?:swear by|"
         r"best bet)\b"),
    ),
    "competitor": (
        (0.75, r"\b(?:the |a |their |your )?competit(?:or|ors|ion)(?:'s)?\b"),
        (0.7, r"\b(?:another|other|different) (?:brands?|shops?|compan(?:y|ies)|manufacturers?|makers?|providers?|"
         r"airlines?|suppliers?)\b|\bsomebody else's\b"),
        (0.65, r"\b(?:cheaper|better|faster) (?:at|from|elsewhere|over at)\b|\b(?:buy|bought|order(?:ed)?|get|"
         r"got) (?:it |one |mine |them )?elsewhere\b"),
    ),
    "safety": (
        (0.85,
         r"\b(?:dangerous(?:ly)?|danger(?! of missing)|unsafe|not safe|life-threatening|hazard(?:ous)?|deadly)\b"),
        (0.85, r"\b(?:(?<!by )accident(?!ally)|(?<!insult to )injur(?:y|ies|ed)|"
         r"(?<!computer )(?<!computers )(?<!app )(?<!apps )(?<!system )(?<!site )crash(?:ed)?(?! course| report)|"
         r"hospital|hurt (?:myself|himself|herself|badly)|caught fire|on fire|explod(?:ed|es|ing)|electric shock|"
         r"burst into)\b"),
        (0.8, r"\b(?:nearly|almost) (?:\w+ )?(?:hit|fell|crashed|rolled|ran|died|killed|went over|did not stop|"
         r"didn't stop|had an accident)\b|\bnear miss\b|\b(?:car|lorry|truck|driver|"
         r"van) (?:\w+ ){0,2}(?:pulled out|opened (?:his|her|the|a) door|cut me off|ran a red)\b|"
         r"\bcould have (?:been (?:killed|hurt|worse)|died)\b"),
        (0.8, r"\bbrakes? (?:\w+ )?(?:fail(?:ed|s|ure|ing)?|gave out|did not (?:work|grip)|stopped working)\b|"
         r"\b(?:lever|brake)s? went soft\b|\bno (?:brakes|bite at all|braking)\b|\b(?:bite|braking) is gone\b"),
        (0.7, r"\b(?:overheat(?:s|ed|ing)?|smok(?:e|ing) (?:from|came|out)|frayed|snapped|sharp edges?|came loose|"
         r"(?:found )?(?:them |it )?loose after|stop riding|recall(?:ed)?(?= (?:of|on|for|the)|\b)|"
         r"safety (?:issue|risk|problem|concern|recall|first))\b"),
        (0.7, r"\b(?:a |the |had a |hairline |saw a )crack(?:s|ed)?\b(?! of)|\bcracked\b|\bcracking noise\b"),
        (0.55, r"\b(?:is|are|still|be|safer?|not) safe(?:r|ly)?\b|\bcareful (?:on|with|at|when)\b"),
    ),
    "privacy": (
        (0.9, r"\b(?:privacy|gdpr|personal data|personal information|data protection|data breach|my data|"
         r"tracking me|being tracked|spy(?:ing|ware)?)\b"),
        (0.85, r"\b(?:delete|erase|remove|wipe|deleted) (?:my|all my|our|all) (?:data|account|information|details|"
         r"profile|e-?mail)\b"),
        (0.8, r"\b(?:which|what|the) data (?:\w+ )?(?:you|do you|they|is|are|about)\b|\bdata (?:you|"
         r"they) (?:store|hold|keep|have|collect|share)\b|\bknow about me\b|\bstore about me\b"),
        (0.8, r"\b(?:without my (?:consent|permission|knowledge)|never (?:agreed|consented|"
         r"gave (?:you )?(?:my )?(?:consent|permission)))\b"),
        (0.75, r"\b(?:unsubscrib(?:e|ed|ing)|stop (?:sending|e-?mailing|calling|contacting|texting) (?:me|"
         r"us)\b(?! (?:back|to|in|out)\b)|spam(?:ming)? me|(?:another|more) newsletter)\b"),
        (0.75, r"\b(?:sell(?:s|ing)?|sold|shar(?:e|es|ed|ing)|leak(?:ed|s|ing)?|pass(?:ed)? on|gave) (?:my|our|"
         r"customers?') (?:data|details|address|number|phone|e-?mail|information)\b|\b(?:want|wants|know|track|"
         r"tracks) my (?:location|birthday|contacts|address)\b"),
    ),
}  # fmt: skip
