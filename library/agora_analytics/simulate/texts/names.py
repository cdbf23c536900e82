"""Invented names, towns and short descriptions of oneself, by region."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """A country with names and towns that go together.

    `share` is its weight among the homes of customers; where it is 0 only names are taken from it.
    """

    country: str
    language: str
    share: float
    given: tuple[str, ...]
    family: tuple[str, ...]
    towns: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


REGIONS = (
    Region(
        "DE", "de", 0.24,
        _words("Anke Jonas Katrin Lennart Mareike Torben Silke Henrik Wiebke Falk Svenja Ulrike Jannis Birte Malte "
            "Levke"),
        _words("Brandes Hollweg Kesselring Aumann Dornbusch Feldkamp Grothe Isenberg Lindemuth Marquardsen Nottbohm "
               "Ostermeyer Quandtner Rehbein Sassnick Tiedgen Uhlenbrock Wiesental"),
        _words("Bremen Leipzig Freiburg Münster Kassel Hannover Karlsruhe Potsdam"),
    ),
    Region(
        "NL", "nl", 0.12,
        _words("Sanne Daan Fenna Joris Marijke Bram Liesbeth Tijmen Noortje Wouter Roos Jelle"),
        _words("Brouwersma Dijkhof Elzinga Grachtman Heemsbergen Kuipersloot Lanting Meerveld Oosterhuis Polderman "
               "Rietbergen Veenhoven"),
        _words("Utrecht Groningen Nijmegen Haarlem Zwolle Leiden"),
    ),
    Region(
        "FR", "fr", 0.11,
        _words("Maëlle Bastien Clémence Loïc Apolline Yanis Solène Gaspard Inès Thibault Océane Romain"),
        _words("Aubrelle Boisgontier Carvenne Delmasse Fontbrune Gaillarde Jolivaux Lestrange Marchaud Peyrolle "
               "Roussignol Villandre"),
        _words("Nantes Strasbourg Grenoble Lyon Rennes Annecy"),
    ),
    Region(
        "ES", "es", 0.09,
        _words("Lucía Íñigo Marisol Álvaro Nerea Gonzalo Itziar Rubén Paloma Unai Candela Joaquín"),
        _words("Arancibia Barandela Cifuentas Echegaray Fontanar Galdames Ibarrola Lizarraga Montesol Olivares "
               "Peñaranda Zubieta"),
        _words("Bilbao Valencia Sevilla Zaragoza Vitoria Girona"),
    ),
    Region(
        "GB", "en", 0.16,
        _words("Imogen Callum Rowena Alistair Bethan Declan Harriet Gethin Morag Tobias Philippa Ewan"),
        _words("Ashdown Birkwood Calderstone Dunmore Everleigh Fairbrass Greystoke Hollins Inglewood Kettleby Lockhart "
               "Merriden"),
        _words("Bristol Leeds York Cardiff Edinburgh Norwich"),
    ),
    Region(
        "PL", "en", 0.06,
        _words("Agnieszka Bartosz Jagoda Kacper Malwina Szymon Zuzanna Wojtek Halina Tymon"),
        _words("Borkowiak Ciesielczuk Drozdowicz Grabalski Kalinowicz Lisiecka Mazurczak Ostrowicz Sikorniak Wierzba"),
        _words("Gdańsk Poznań Kraków Wrocław"),
    ),
    Region(
        "SE", "en", 0.05,
        _words("Astrid Elias Freja Gunnar Linnea Oskar Signe Torvald Ylva Viggo"),
        _words("Almqvistad Björkdal Ekholmen Granlunda Hedvall Ljungby Norrsten Sandberga Tallmark Ängström"),
        _words("Malmö Göteborg Uppsala Lund"),
    ),
    Region(
        "IT", "en", 0.05,
        _words("Ginevra Matteo Ornella Saverio Fiamma Leandro Rosalba Tancredi Viola Ettore"),
        _words("Albarosa Bellandri Campofiore Donadello Ferrantini Guidarelli Montalbo Pescarolo Serravalle Tornabene"),
        _words("Bologna Padova Trento Ferrara"),
    ),
    Region(
        "AT", "de", 0.05,
        _words("Magdalena Lorenz Resi Kilian Veronika Xaver Franziska Korbinian"),
        _words("Almberger Brunnauer Eisgruber Hochreit Kaltenegg Moosbrugg Steinhuber Wildauer"),
        _words("Graz Linz Innsbruck Salzburg"),
    ),
    Region(
        "BE", "fr", 0.04,
        _words("Amina Cédric Dounia Emile Hanane Lars Margaux Youssef Samira Pieter"),
        _words("Achtergael Benhaddou Cauwelier Dejonckhe El-Mansouri Lambrechtse Ouazzani Vandermoere Zerouali "
            "Wauterman"),
        _words("Ghent Liège Leuven Namur"),
    ),
    Region(
        "TR", "en", 0.03,
        _words("Defne Emre Ayla Kaan Selin Tolga Nehir Ozan"),
        _words("Akdoğru Bayrakçı Çelikel Demirhan Güneyli Karabulan Sönmezer Yıldıray"),
        _words("İzmir Eskişehir Antalya"),
    ),
    Region(
        "IN", "en", 0.00,
        _words("Ananya Dhruv Ishita Kabir Meera Nikhil Priyanka Rohan Sneha Tejas Zoya Farhan"),
        _words("Adhikarin Bhattarai Chakravel Deshmukhi Ganapathy Khandelia Mukhopad Nairn Raghavan Subramani"),
        (),
    ),
    Region(
        "NG", "en", 0.00,
        _words("Adaeze Chidi Folake Kwame Nkechi Obinna Temilade Yaw Efua Segun"),
        _words("Adeyinkan Boatengo Chukwura Danladi Eze-Obi Mensahene Nwachuku Okonjoma Olatunde Quarcoo"),
        (),
    ),
    Region(
        "CN", "en", 0.00,
        _words("Haoran Jiayi Mingzhe Ruoxi Takeshi Yui Haruka Minjun Seoyeon Linh Quang Thanh"),
        _words("Baek-Han Fujikawara Gao-Lin Hoangmai Kurosaki Liang-Wu Morinaga Ngo-Tran Shenwei Takamori"),
        (),
    ),
)  # fmt: skip

BIOS = {
    "commuters": (
        "I ride {km} km to work and back, all year.", "Office at one end, daycare at the other, bicycle in between.",
        "Twelve years of commuting in {city}; sold the car in the third.", "Rain gear enthusiast by necessity.",
        "Night shifts, so lights matter to me.", "I count traffic lights. There are {n} between home and work.",
    ),
    "mountain": (
        "Weekends in the woods around {city}.", "I like roots, mud and coffee afterwards.",
        "Trail builder on Sundays, bookkeeper on weekdays.", "Broke a wrist once, ride better since.",
        "Hardtail for ever.", "Teaching my daughter to ride drops. She is teaching me to fall.",
    ),
    "tourers": (
        "From {city} to the sea, slowly.", "{n} countries by bicycle so far, no hurry.",
        "I carry too much and know it.", "Retired, two panniers, no plan.",
        "Tent, stove, steel frame.", "I write down every campsite. Ask me.",
    ),
    "parents": (
        "Two children, one cargo bike, no car.", "School run champion of {city}.",
        "I transport {n} kilos of child and groceries a day.", "Father of twins, owner of many rain covers.",
        "Single mum, longtail, good calves.", "Our cargo bike is the second kitchen.",
    ),
    "newcomers": (
        "Got my first e-bike this year and still grin.", "Back on a bicycle after thirty years.",
        "I ask a lot of questions. Sorry in advance.", "New knee, new bike.",
        "Learning what a cassette is.", "The hills of {city} made me buy a motor.",
    ),
    "mechanics": (
        "I repair bikes in a co-op on Thursdays.", "Wheels built slowly.",
        "Fleet mechanic, {n} bikes a week.", "If it squeaks I want to know why.",
        "Ran a small workshop in {city} until last year.", "Retired toolmaker. Bicycles keep me honest.",
    ),
}  # fmt: skip

CLUBS = (
    "{city} Wheelers",
    "Night Riders {city}",
    "Cargo Parents {city}",
    "{city} Trail Crew",
    "Slow Tourers of {city}",
    "Winter Commuters {city}",
    "{city} Repair Café",
    "Belt and Hub Society {city}",
)
SHOPS = ("Radwerk {city}", "The Spoke Room {city}", "Cyclerie {city}", "Taller {city} Norte", "Fietsatelier {city}")
