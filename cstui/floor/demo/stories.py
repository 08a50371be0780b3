"""What the demo's customers complain about, and how the floor answers: texts with their braces filled in."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ..causes import causes
from ..views import SEVERITIES
from .script import LANGUAGES, Entry, Script

OWN_STEP = ("critical", "major")
CHANNELS = ("phone", "phone", "phone", "phone", "wechat", "wechat", "app", "web", "email", "sms", "onsite", "letter")


@dataclass(slots=True)
class Person:
    """A customer of the demo; ``number`` is the customer number, None where the company knows none."""

    lang: str
    name: str
    phone: str
    number: str | None
    region: str
    tier: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """One complaint before it is taken in: its team, language, words, and what fills the braces."""

    team: str
    lang: str
    category: str
    severity: str
    channel: str
    person: Person | None
    subject: str
    narrative: str
    remedy: str
    about_agent: bool
    fill: dict[str, str] = field(default_factory=dict)

    def intake(self) -> dict[str, Any]:
        """Return the fields of the intake form."""
        values: dict[str, Any] = {
            "team": self.team,
            "severity": self.severity,
            "channel": self.channel,
            "category": self.category,
            "subject": self.subject,
            "narrative": self.narrative,
            "remedy": self.remedy,
        }
        if (person := self.person) is not None:
            values |= {"customer_name": person.name, "customer_phone": person.phone, "region": person.region}
            if person.number:
                values["customer_id"] = person.number
        return values


class Teller:
    """Tells complaints, one after the other, from the script and one source of chance.

    ``serial`` is the number from which telephone and customer numbers count, so that a second
    teller on the same floor meets new people.
    """

    def __init__(self, script: Script, chance: random.Random, zone: ZoneInfo, serial: int = 0) -> None:
        self.script = script
        self.chance = chance
        self.people: list[Person] = []
        self._zone = zone
        self._serial = serial
        self._decks: dict[tuple[str, str], list[Entry]] = {}

    def story(self, received: datetime, severities: Collection[str] = SEVERITIES) -> Story:
        """Tell a complaint received then, of one of these severities."""
        chinese = self.script.floor["complaints_in_chinese"]
        lang = self.chance.choices(LANGUAGES, (chinese, 100 - chinese))[0]
        teams = self.script.teams
        team = self.chance.choices(list(teams), [entry["share"] for entry in teams.values()])[0]
        text = self._draw(team, lang, severities)
        grades = [grade for grade in text["severity"] if grade in severities]
        person = self._person(lang)
        fill = self._fill({**teams[team], **text}, lang, person, received)
        tail = self._filled(self.chance.choice(self.script.phrases[lang]["common"]["tails"]), fill)
        return Story(
            team=team,
            lang=lang,
            category=teams[team]["categories"][text["category"]],
            severity=self.chance.choice(grades),
            channel=self.chance.choice(CHANNELS),
            person=person,
            subject=_capital(self._filled(self.chance.choice(text["subject"]), fill)),
            narrative=_joined(lang, self._filled(text["narrative"], fill), tail),
            remedy=self._filled(text["remedy"], fill),
            about_agent=text.get("about_agent", False),
            fill=fill | {"answer": text["category"]},
        )

    def hostile(self, text: Entry, received: datetime) -> Story:
        """Tell one of the complaints whose text tries to be more than text, untouched."""
        lang, team = text["lang"], self.script.teams[text["team"]]
        person = self._new_person(lang)
        person.name = text["name"]
        return Story(
            team=text["team"],
            lang=lang,
            category=team["categories"][text["category"]],
            severity=text["severity"],
            channel="web",
            person=person,
            subject=text["subject"],
            narrative=text["narrative"],
            remedy=text["remedy"],
            about_agent=False,
            fill=self._fill(team, lang, person, received) | {"answer": text["category"]},
        )

    def phrase(self, story: Story, kind: str) -> str:
        """Return one of the floor's own sentences of a kind, in the complaint's language."""
        return self._filled(self.chance.choice(self.script.phrases[story.lang]["common"][kind]), story.fill)

    def answer(self, story: Story, kind: str) -> str:
        """Return what the floor found, did or replied (``checked``, ``finding``, ``reply``, ``actions``)."""
        return self._filled(self.chance.choice(self._answers(story)[kind]), story.fill)

    def closing(self, story: Story, owner: str, *, grave: bool) -> dict[str, Any]:
        """Return what the close gate wants of a grave complaint, and what many a plain one tells as well."""
        if not grave and self.chance.random() < 0.4:
            return {}
        values: dict[str, Any] = {
            "cause": self.chance.choice(causes()).code,
            "responsible": story.team,
            "follow_up": self.phrase(story, "follow_ups"),
        }
        if grave:
            due = f"+{self.chance.randint(5, 40)}d"
            values |= {"correction": self.phrase(story, "corrective"), "correction_owner": owner, "correction_due": due}
        return values

    def reply(self, story: Story) -> dict[str, Any]:
        """Return the fields of the reply to a complaint."""
        kind = self._answers(story)["redress"]
        values: dict[str, Any] = {
            "channel": story.channel,
            "text": self.answer(story, "reply"),
            "actions": self.answer(story, "actions"),
            "redress_kind": kind,
            "appeal_told": self.chance.random() < 0.8,
        }
        if kind in ("refund", "credit"):
            values["redress_amount"] = story.fill["amount"]
        return values

    def _answers(self, story: Story) -> Entry:
        return self.script.answers[story.team, story.lang][story.fill["answer"]]

    def _draw(self, team: str, lang: str, severities: Collection[str]) -> Entry:
        """Take the next text of a shuffled deck, so that one is told again only after all others."""
        deck = self._decks.setdefault((team, lang), [])
        for _round in range(2):
            for place, text in enumerate(deck):
                if not set(severities).isdisjoint(text["severity"]):
                    return deck.pop(place)
            fresh = list(self.script.texts[team, lang])
            self.chance.shuffle(fresh)
            deck += fresh
        raise LookupError(f"no text of that severity: {team}, {lang}")

    def _person(self, lang: str) -> Person | None:
        people = self.script.people
        draw = self.chance.random() * 100
        if draw < people["anonymous"]:
            return None
        known = [person for person in self.people if person.lang == lang]
        if known and draw < people["anonymous"] + people["returning"]:
            return self.chance.choice(known)
        return self._new_person(lang)

    def _new_person(self, lang: str) -> Person:
        names, vip = self.script.people[lang], self.script.people["vip"]
        family, given = self.chance.choice(names["family"]), self.chance.choice(names["given"])
        self._serial += 1
        person = Person(
            lang=lang,
            name=family + given if lang == "zh" else f"{given} {family}",
            phone=self._phone(lang),
            number=f"K{200000 + self._serial * 37}" if self.chance.random() < 0.7 else None,
            region=self.chance.choice(names["regions"]),
            tier="vip" if self.chance.random() * 100 < vip else None,
        )
        self.people.append(person)
        return person

    def _phone(self, lang: str) -> str:
        block = self.chance.choice(self.script.people["phones"][lang])
        return f"{block['start']}{self._serial % 10 ** block['digits']:0{block['digits']}}"

    def _fill(self, spans: Entry, lang: str, person: Person | None, received: datetime) -> dict[str, str]:
        chance, words = self.chance, self.script.phrases[lang]["fill"]
        days = chance.randint(4, 21)
        day = (received - timedelta(days=days)).astimezone(self._zone)
        month = words["month"][day.month - 1]
        return {
            "name": person.name if person else words["nobody"],
            "city": chance.choice(self.script.people[lang]["regions"]),
            "date": words["date"].format(month=month, day=day.day),
            "month": words["month"][day.month - 2],
            "time": f"{chance.randint(8, 20)}:{chance.randrange(60):02}",
            "days": str(days),
            "calls": str(chance.randint(2, 6)),
            "wait": str(chance.randint(12, 45)),
            "amount": _price(chance, spans["amounts"]),
            "small": _price(chance, spans["small"]),
            "bill": f"B{day:%y%m}{chance.randrange(10**5):05}",
            "order": f"D{chance.randrange(10**8):08}",
            "parcel": f"WL{chance.randrange(10**8):08}",
            "card": f"{chance.randrange(10**4):04}",
            "plan": chance.choice(words["plan"]),
            "product": chance.choice(words["product"]),
        }

    def _filled(self, text: str, fill: dict[str, str]) -> str:
        return text.format_map(fill)


def _price(chance: random.Random, span: list[int]) -> str:
    """Return an amount in yuan, small ones more often than large ones, some with fen."""
    low, high = span
    amount = low + (high - low) * chance.random() ** 2
    return f"{amount:.2f}" if amount < 1000 and chance.random() < 0.3 else f"{amount:.0f}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(lang: str, text: str, tail: str) -> str:
    blank = "" if lang == "zh" else " "
    return text + blank + tail if tail else text
