"""What is said in the demo's chats: short talks in three languages, and those that are going on today. Pure."""

# ruff: noqa: E501  tables: a line is a row

import dataclasses
from typing import Literal

Line = tuple[Literal["visitor", "agent", "note"], str]
GERMAN = frozenset({"DE", "AT", "CH"})
FRENCH = frozenset({"FR"})

ENGLISH_TALKS: tuple[tuple[Line, ...], ...] = (
    (
        ("visitor", "Hi, how long does it take until the {piece} is with me?"),
        ("agent", "Hello {name}! About ten days, and we call the day before."),
        ("visitor", "Does the driver carry it to the garden?"),
        ("agent", "Yes, two people bring it to the place where it will stand and take the packing with them."),
        ("visitor", "Perfect, thank you."),
    ),
    (
        ("visitor", "Is the {piece} treated already or do I have to oil it first?"),
        ("agent", "It comes oiled. Once a year is enough, in spring."),
        ("visitor", "And if I do nothing?"),
        ("agent", "Then it turns silver grey within two summers. That does the wood no harm."),
        ("visitor", "I rather like that. Thanks!"),
    ),
    (
        ("visitor", "Can I see the {piece} somewhere before I buy it?"),
        ("agent", "Yes, in our workshop in Berlin: Monday to Friday from nine to six, Saturday from ten to two."),
        ("visitor", "Great, I will come by on Saturday."),
        ("agent", "Lovely. Ring at the green gate, the dog is friendly."),
    ),
    (
        ("visitor", "Do you have a price for several pieces? We would need six of the {piece}."),
        ("agent", "From six pieces on it is 8 % less, delivery included."),
        ("visitor", "Could you put that in writing?"),
        ("agent", "Gladly. I will send you a quote by e-mail today."),
        ("note", "Asked for a quote for six. Wants an answer this week."),
    ),
)
GERMAN_TALKS: tuple[tuple[Line, ...], ...] = (
    (
        ("visitor", "Guten Tag, wie lange ist die Lieferzeit für „{piece}“?"),
        ("agent", "Guten Tag {name}! Etwa zehn Tage. Wir rufen am Tag vorher an."),
        ("visitor", "Liefern Sie auch auf eine Dachterrasse im dritten Stock?"),
        (
            "agent",
            "Ja, solange ein Aufzug da ist oder die Treppe breiter als 65 cm. Kommt es in zwei Teilen, geht es fast überall durch.",
        ),
        ("visitor", "Wunderbar, danke für die schnelle Auskunft."),
    ),
    (
        ("visitor", "Kann man „{piece}“ im Winter draußen lassen?"),
        ("agent", "Ja. Stellen Sie die Füße nicht dauerhaft ins Nasse, und ölen Sie einmal im Jahr."),
        ("visitor", "Welches Öl empfehlen Sie?"),
        ("agent", "Ein einfaches Leinöl ohne Pigmente genügt. Wir legen eine kleine Flasche bei."),
    ),
    (
        ("visitor", "Gibt es „{piece}“ auch in anderen Maßen?"),
        ("agent", "Wir bauen auf Maß, das dauert dann etwa vier Wochen. Welche Länge brauchen Sie?"),
        ("visitor", "Etwa 165 cm, es soll genau vor das Küchenfenster."),
        ("agent", "Das geht gut. Ich schicke Ihnen heute noch ein Angebot per E-Mail."),
        ("note", "Maß 165 cm, vor dem Küchenfenster. Angebot zugesagt."),
        ("visitor", "Super, ich freue mich darauf!"),
    ),
    (
        ("visitor", "Ich habe vor drei Wochen bestellt und noch nichts gehört."),
        ("agent", "Das tut mir leid. Einen Moment, ich sehe nach."),
        ("agent", "Ihre Bestellung ist fertig und geht am Donnerstag auf den Weg. Wir rufen Sie am Mittwoch an."),
        ("visitor", "Danke, das hilft mir schon."),
    ),
)
FRENCH_TALKS: tuple[tuple[Line, ...], ...] = (
    (
        ("visitor", "Bonjour, livrez-vous « {piece} » en France ?"),
        ("agent", "Bonjour {name} ! Oui, en deux semaines environ, jusqu’à la terrasse."),
        ("visitor", "Et les frais de livraison ?"),
        ("agent", "La livraison est offerte à partir de 250 €."),
        ("visitor", "Parfait, merci beaucoup."),
    ),
    (
        ("visitor", "Quel bois utilisez-vous pour « {piece} » ?"),
        ("agent", "Du chêne massif, abattu à moins de 200 km de l’atelier et séché deux ans."),
        ("visitor", "Peut-il rester dehors toute l’année ?"),
        ("agent", "Oui. Une couche d’huile au printemps suffit."),
        ("visitor", "Très bien, je vais en parler à mon mari."),
    ),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Ongoing:
    """A chat of today by a known person. `began` and `last` are minutes ago; `agent` nobody: missed."""

    email: str
    agent: str
    began: int
    last: int
    lines: tuple[Line, ...]


TODAY = (
    Ongoing(
        "vera@lindqvist.example", "anna", 20, 4,
        (
            ("visitor", "Hi! Can the Alder bench stay outside in winter? We get a lot of salt wind here in Malmö."),
            ("agent", "Hello Vera! Yes: it is oiled oak. Lift the feet off wet ground and oil it once a year, salt does it no harm."),
            ("visitor", "Good. And for six of them, is there a price for small businesses?"),
            ("visitor", "terrace.webp"),
            ("note", "@Boris 8 % is fine from six pieces, delivery to Malmö included."),
            ("agent", "Six Alder benches with 8 % off are €2,318.40, delivery included. Shall I write the quote?"),
            ("agent", "offer-2026-117.pdf"),
        ),
    ),
    Ongoing(
        "seidel@hotel-seeblick.example", "anna", 152, 130,
        (
            ("visitor", "Guten Tag Frau Berger, wir haben uns intern abgestimmt."),
            ("agent", "Guten Tag Herr Seidel, das freut mich. Bleibt es bei den 40 Plätzen?"),
            ("visitor", "Ja. Unsere Terrasse öffnet am 1. April, können Sie den Termin bestätigen?"),
        ),
    ),
    Ongoing(
        "liam@walledgarden.example", "anna", 34, 9,
        (
            ("visitor", "Hello again, about the chairs."),
            ("agent", "Hello Liam, what would you like to know?"),
            ("visitor", "Do you have the Heron armchair in dark oil?"),
        ),
    ),
    Ongoing(
        "claire.moreau@courrier.example", "anna", 48, 24,
        (
            ("visitor", "Bonjour, quand mon parasol sera-t-il expédié ?"),
            ("agent", "Bonjour Claire ! Je regarde tout de suite."),
            ("agent", "Le parasol part de Berlin lundi."),
        ),
    ),
    Ongoing(
        "thomas.wirth@wirth-architekten.example", "boris", 118, 101,
        (
            ("visitor", "Guten Tag, mir fehlt noch die Rechnung zum Orchard table."),
            ("agent", "Guten Tag Herr Wirth, die habe ich Ihnen gerade noch einmal per E-Mail geschickt."),
        ),
    ),
    Ongoing(
        "giulia.ferri@posta.example", "", 42, 42,
        (("visitor", "Hello, is the showroom open on Saturday?"),),
    ),
)  # fmt: skip


def talks_for(country: str) -> tuple[tuple[Line, ...], ...]:
    """The talks in the language of a country."""
    if country in GERMAN:
        return GERMAN_TALKS
    return FRENCH_TALKS if country in FRENCH else ENGLISH_TALKS


def language_of(country: str) -> str:
    """The language of those talks."""
    if country in GERMAN:
        return "de"
    return "fr" if country in FRENCH else "en"
