"""Made-up people of central Minnesota, with numbers no one has (555-0100 to 555-0199)."""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple


class Heritage(NamedTuple):
    weight: float
    language: str
    share_speaking: float  # of guarantors who ask for that language
    last: tuple[str, ...]
    female: tuple[str, ...]
    male: tuple[str, ...]


def _heritage(weight: float, tongue: tuple[str, float], *names: str) -> Heritage:
    last, female, male = (tuple(text.split()) for text in names)
    return Heritage(weight, tongue[0], tongue[1], last, female, male)


HERITAGES = (
    _heritage(
        0.42,
        ("en", 1.0),
        "Lindquist Halvorsen Engebretson Nygaard Sorensen Tollefson Bakken Ostby Lundeen"
        " Haugland Fossum"
        " Stromberg Kjelstad Rosvold Hedlund Aaberg Thorvaldson Skoglund Dahlberg Myhre",
        "Ingrid Karin Solveig Astrid Marit Linnea Greta Signe Kirsten Annika Britta Elsa",
        "Anders Erik Lars Nels Torsten Gunnar Leif Karl Sven Arne Halvor Einar",
    ),
    _heritage(
        0.36,
        ("en", 1.0),
        "Schreifels Kuhlmann Brinkhaus Dettmering Wolters Eickhoff Terwey Rausch Imholter"
        " Kloeckner Vossberg"
        " Hinnenkamp Ostendorf Scherping Tuefel Lindemeyer Ambrosier Kerzman Pfannenstein"
        " Winterhalt",
        "Carol Denise Marlys Jolene Theresa Bonnie Rita Heather Molly Paige Sherri Diane",
        "Leroy Duane Gerald Alvin Cody Travis Bernard Roger Dustin Ralph Wayne Jerome",
    ),
    _heritage(
        0.10,
        ("so", 0.55),
        "Warfaale Abdirizaak Jimcaale Guuleed Xirsidiin Cabdalla Nuurow Faaraxle"
        " Dirirsan Warsadeen",
        "Hodan Ifrah Fadumo Sahra Ayaan Nasteho Deqa Ubax",
        "Abdi Liban Warsame Bashiir Guled Yuusuf Cawil Mahad",
    ),
    _heritage(
        0.07,
        ("es", 0.5),
        "Villaseca Montellano Arrieta Quintanar Zamarripa Olmedo Barrientos"
        " Peralejo Escamillo Tordesillas",
        "Marisol Lucia Ximena Guadalupe Elena Paloma",
        "Rogelio Mateo Joaquin Esteban Ignacio Ramiro",
    ),
    _heritage(
        0.05,
        ("hmn", 0.35),
        "Vangxao Xiongleng Yangtou Thaoche Lorpao Mouachee Herneng Kuechang",
        "Mai Pahoua Kaoly Sheng Bao Chee",
        "Tou Xeng Kong Pao Neng Chue",
    ),
)

_TOWNS = (
    ("St. Cloud", "56301"),
    ("St. Cloud", "56303"),
    ("St. Cloud", "56304"),
    ("Sartell", "56377"),
    ("Sauk Rapids", "56379"),
    ("Waite Park", "56387"),
    ("St. Joseph", "56374"),
    ("Cold Spring", "56320"),
    ("Foley", "56329"),
    ("Rice", "56367"),
    ("Becker", "55308"),
    ("Albany", "56307"),
    ("Little Falls", "56345"),
)
_STREETS = (
    "Cooper Avenue South",
    "Germain Street West",
    "Roosevelt Road",
    "Pinecone Road North",
    "Benton Drive",
    "Riverside Drive NE",
    "Wilson Avenue SE",
    "Clearwater Road",
    "Waite Avenue South",
    "College Avenue North",
    "Ridgewood Lane",
    "Oak Grove Road",
    "Cypress Road North",
    "3rd Avenue North",
    "Granite Drive",
    "Lake George Way",
    "Quarry Road",
    "Sauk River Road",
    "Minnesota Boulevard",
    "County Road 75",
)
EMPLOYERS = (
    "Granite City Millwork",
    "Sauk Valley Schools",
    "Beaver Island Foods",
    "Northway Tool & Die",
    "Stearns Dairy",
    "Quarry Park Builders",
    "Mississippi Bend Hospital",
    "Lakes Freight",
    "Heartland Optics",
    "",
)


class Person(NamedTuple):
    last_name: str
    first_name: str
    sex: str
    birth_date: date
    heritage: Heritage


def person(rng: Random, *, born: date, kin: Person | None = None) -> Person:
    """A made-up person; `kin` gives the family name, and with it the heritage."""
    heritage = kin.heritage if kin else rng.choices(HERITAGES, [h.weight for h in HERITAGES])[0]
    sex = "F" if rng.random() < 0.53 else "M"
    first = rng.choice(heritage.female if sex == "F" else heritage.male)
    return Person(kin.last_name if kin else rng.choice(heritage.last), first, sex, born, heritage)


def born(rng: Random, on: date, ages: tuple[int, int]) -> date:
    """A birth date that makes someone of those ages on that day, both ends included."""
    youngest, oldest = ages
    return on - timedelta(days=rng.randint(youngest * 366, oldest * 365 + 364))


def phone(rng: Random, area: str = "") -> str:
    return f"{area or rng.choice(('320', '320', '320', '612'))}-555-01{rng.randrange(100):02d}"


def address(rng: Random) -> dict[str, object]:
    city, code = rng.choice(_TOWNS)
    flat = f"Apt {rng.randint(1, 24)}{rng.choice('ABC')}" if rng.random() < 0.15 else ""
    street = f"{rng.randint(1, 98) * 10 + rng.randint(1, 9)} {rng.choice(_STREETS)}"
    return {"street": street, "street2": flat, "city": city, "state": "MN", "zip": code}


def email(rng: Random, who: Person, number: int) -> str:
    host = rng.choice(("example.com", "example.org"))
    return f"{who.first_name}.{who.last_name}.{number}@{host}".lower()


def reachability(rng: Random, who: Person, on: date) -> dict[str, object]:
    """Phones, consents and the channel of choice, as a clinic's forms over the last years would
    have left them.
    """
    asked = on - timedelta(days=rng.randint(30, 1100))
    texts, emails = rng.random() < 0.48, rng.random() < 0.4
    revoked = texts and rng.random() < 0.06
    opted_out = emails and rng.random() < 0.05
    later = asked + (on - asked) // 2
    speaks = rng.random() < who.heritage.share_speaking
    channel = (
        "text"
        if texts and rng.random() < 0.6
        else "email"
        if emails and rng.random() < 0.5
        else "mail"
    )
    return {
        "phone_home": phone(rng, "320") if rng.random() < 0.45 else "",
        "phone_mobile": phone(rng) if texts or rng.random() < 0.85 else "",
        "language": who.heritage.language if speaks else "en",
        "timezone": "America/Chicago" if rng.random() < 0.7 else "",
        "preferred_channel": "call" if channel == "mail" and rng.random() < 0.12 else channel,
        "text_consent_on": asked if texts else None,
        "text_revoked_on": later if revoked else None,
        "email_consent_on": asked if emails else None,
        "email_opted_out_on": later if opted_out else None,
    }
