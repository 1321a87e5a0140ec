"""Two families of Three Mills whose plans have ended: Okafor and Pickersgill."""

from app.demo.told import Agreed, Closed, Contact, FamilyTold, Goal, NotMet, Person, Promised, Week
from app.notes.models import NoteKind
from app.promises.models import PromiseKind, PromiseState

OKAFOR = FamilyTold(
    name="Okafor",
    yarn="weld",
    worker="Chloe",
    week=22,
    day=3,
    closed=Closed(ago=16, reason="goals_met"),
    people=(
        Person(
            "Grace",
            "Grandma",
            63,
            phone="07700 900218",
            responsible=True,
            about="Has looked after them since their mum died",
        ),
        Person("Tobi", "Child", 11, "Goit Side Primary", birthday_ago=30),
        Person("Ife", "Child", 7, "Goit Side Primary"),
    ),
    homes=(("Home", "15 Canal Side"),),
    at="4:15pm",
    seen=17,
    weeks={
        12: Week(
            "We made the memory box. Grace told two stories that nobody had heard.",
            said=(("Ife", "She laughed like a kettle."),),
            means="Grace protects them by silence, and the children want the opposite.",
            topics=("Feelings", "Getting on as a family"),
            promised=(Promised("Find the dates of the bereavement group", answer=PromiseState.KEPT),),
            important=True,
        ),
        22: Week(
            "Goodbye tea. Tobi told the story of the bus and the umbrella, and Grace put him right about the umbrella.",
            said=(("Tobi", "We say her name at tea now."),),
            topics=("Getting on as a family",),
            important=True,
        ),
    },
    not_met={
        10: NotMet("It was her anniversary. Grace rang and I was glad she did.", by="family", reason="family_event")
    },
    goals=(
        Goal(
            "Talk about Mum without everyone going quiet.",
            "Tobi",
            {"Tobi": {1: 1, 4: 2, 8: 4, 12: 6, 18: 8}},
            zero="Silence",
            ten="Anybody can, any time",
            about="relationships",
            ended="reached",
        ),
        Goal(
            "Know I’m doing right by them.",
            "Grace",
            {"Grace": {1: 3, 12: 6, 18: 8}},
            zero="I lie awake",
            ten="I know it",
            about="relationships",
            ended="reached",
        ),
    ),
    contacts=(
        Contact(
            80,
            "3:30pm",
            NoteKind.MEETING,
            "Team around the family: the bereavement group has two places.",
            ("Grace",),
            ("Miss Okoro",),
            minutes=40,
            important=True,
        ),
    ),
    agreed=Agreed(("Grace",), yes=("School", "GP")),
)

PICKERSGILL = FamilyTold(
    name="Pickersgill",
    yarn="rowan",
    worker="Chloe",
    week=17,
    day=3,
    closed=Closed(ago=30, reason="goals_met"),
    people=(
        Person("Tracy", "Mum", 27, phone="07700 900219", ways="call", about="Easy read, with pictures"),
        Person("Lexi", "Child", 6, "Weir Lane Primary"),
        Person("Reuben", "Child", 1),
    ),
    homes=(("Home", "6 Weir Lane"),),
    at="9:30am",
    seen=31,
    weeks={
        8: Week(
            "Tracy packed the lunch box while I watched.",
            said=(("Tracy", "I did it off the pictures."),),
            means="She learns by doing. One change at a time.",
            topics=("Mornings and bedtimes", "School"),
        ),
        17: Week(
            "We looked at all the picture cards, first to last. A call in three months is in the diary.",
            said=(("Tracy", "She never did it for me. She did it with me."),),
            topics=("Home",),
            important=True,
            promised=(
                Promised("Ring Tracy: how is it going, three months on?", kind=PromiseKind.CALL, call="Tracy", due=60),
            ),
        ),
    },
    goals=(
        Goal(
            "Lexi’s lunch box right, five days.",
            "Tracy",
            {"Tracy": {1: 2, 4: 6, 8: 9}},
            zero="Crisps",
            ten="Five days right",
            about="education",
            ended="reached",
        ),
        Goal(
            "Mummy come to show day.",
            "Lexi",
            {"Lexi": {1: 0, 8: 10}},
            zero="Not there",
            ten="On the front row",
            about="relationships",
            ended="reached",
        ),
    ),
    contacts=(
        Contact(
            70,
            "10am",
            NoteKind.MEETING,
            "Visited together with the health visitor. Reuben has grown along his line.",
            ("Tracy",),
            ("Health visitor",),
            minutes=45,
        ),
    ),
    agreed=Agreed(("Tracy",), yes=("School", "GP", "Health visitor")),
)

BEHIND_US = (OKAFOR, PICKERSGILL)
