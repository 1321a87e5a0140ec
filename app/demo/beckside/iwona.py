"""Iwona's five families."""

from app.demo.told import (
    Agreed,
    Beside,
    Contact,
    Ending,
    FamilyTold,
    Goal,
    NotMet,
    Person,
    Promised,
    Warned,
    Week,
    Worried,
)
from app.families.models import WarningKind
from app.notes.models import NoteKind
from app.promises.models import PromiseKind, PromiseState
from app.worries.models import Urgency

KEPT = PromiseState.KEPT

HUSSAIN = FamilyTold(
    name="Hussain",
    yarn="rowan",
    worker="Iwona",
    week=27,
    day=1,
    people=(
        Person("Rubina", "Mum", 41, also="Urdu", phone="07700 900175", ways="call text voicemail"),
        Person("Zain", "Child", 13, "Kirkfield High"),
        Person("Maryam", "Child", 8, "Beckside Primary"),
    ),
    homes=(("Home", "14 Moor Lane"),),
    at="9:45am",
    seen=6,
    next=0,
    weeks={
        1: Week(
            "Rubina had made a timetable of the house for me, with the loud hours in red.",
            said=(("Maryam", "Red is tea.", "pointing at it"),),
            topics=("Home",),
        ),
        13: Week(
            "Half way. Zain said that he does not slam doors now because there is no need.",
            said=(("Zain", "They knock."),),
            topics=("Getting on as a family",),
            important=True,
        ),
        20: Week(
            "First talk about the ending. Rubina would like it to come slowly.",
            means="They are ready. What they ask for is the goodbye itself.",
            topics=("Home",),
        ),
        26: Week(
            "Week 26. They have asked for four more weeks, until Rubina’s operation is over. I’ve put it to Priya.",
            said=(("Rubina", "Not for ever. Till I can lift the kettle."),),
            topics=("Health", "Home"),
            promised=(Promised("Write down for Delroy why four more weeks", due=1),),
        ),
    },
    not_met={15: NotMet("Away for the week. They had said.", by="family", reason="family_event")},
    review=12,
    ending=Ending(
        26,
        ("Rubina", "Zain"),
        changed="“Tea is green most nights. They knock.”",
        feels="“Not for ever. Till I can lift the kettle.”",
        who_stays="Rubina’s sister. Zain’s form tutor at Kirkfield High.",
        still_to_do="A goodbye tea, with everybody.",
        more_weeks=4,
        why="Rubina’s operation falls in the last week. They are ready, and would like to end when she is well.",
    ),
    goals=(
        Goal(
            "A tea time that isn’t red.",
            "Rubina",
            {"Rubina": {2: 2, 6: 3, 13: 6, 20: 8, 26: 8}, "Zain": {2: 3, 13: 6, 26: 7}, "Maryam": {2: 1, 13: 5, 26: 9}},
            zero="Red every day",
            ten="Green",
            about="relationships",
        ),
    ),
    contacts=(
        Contact(
            5,
            "11:30am",
            NoteKind.CALL,
            "Rubina’s operation has a date. Her sister comes for the week.",
            ("Rubina",),
            minutes=15,
        ),
    ),
    agreed=Agreed(("Rubina",), yes=("School", "GP", "Housing")),
)

FLETCHER = FamilyTold(
    name="Fletcher",
    yarn="weld",
    worker="Iwona",
    week=8,
    day=3,
    people=(
        Person("Stacey", "Mum", 26, phone="07700 900176", ways="text"),
        Person("Amelia", "Child", 6, "Hollin Bank Primary"),
    ),
    homes=(("Home", "21 Ropewalk"),),
    at="2pm",
    seen=1,
    weeks={
        4: Week(
            "Stacey has been to the parents’ coffee morning and stayed for all of it.",
            said=(("Amelia", "Mummy has a friend called Jo."),),
            topics=("Friends",),
        ),
        8: Week("Electric had run out on Sunday. Stacey knew whom to ring, and did.", topics=("Money", "Home")),
    },
    review=18,
    goals=(
        Goal(
            "Know one person to ring on a Sunday.",
            "Stacey",
            {"Stacey": {2: 1, 4: 4, 6: 5, 8: 7}},
            zero="Nobody",
            ten="Three",
            about="health",
        ),
    ),
    warnings=(
        Warned(WarningKind.ACCESS, "The bell is broken: text from the gate.", "The landlord knows.", ago=30, ahead=60),
    ),
    agreed=Agreed(("Stacey",), yes=("School", "Health visitor", "Money and benefits advice")),
)

BEGUM = FamilyTold(
    name="Begum",
    yarn="woad",
    worker="Iwona",
    week=14,
    day=1,
    people=(
        Person("Salma", "Mum", 33, speaks="Bengali", also="English", phone="07700 900177"),
        Person("Ibrahim", "Child", 9, "Beckside Primary"),
        Person("Sumaya", "Child", 7, "Beckside Primary"),
    ),
    homes=(("Home", "30 Lumb Street"),),
    at="11:30am",
    seen=6,
    next=1,
    weeks={
        3: Week(
            "Damp in the back bedroom. Salma has photographs of it by date. We wrote to the landlord together.",
            topics=("Housing",),
            promised=(Promised("Send the photographs to housing advice", answer=KEPT),),
        ),
        13: Week(
            "The room is painted and dry. Ibrahim has moved back in, with all his rocks.",
            said=(("Ibrahim", "Forty-one rocks."),),
            topics=("Housing", "Home"),
            important=True,
        ),
    },
    not_met={8: NotMet("No answer. Salma had fallen asleep after a night shift, and rang at two.")},
    review=22,
    goals=(
        Goal(
            "Dry bedrooms.",
            "Salma",
            {"Salma": {2: 1, 6: 2, 10: 6, 13: 9}, "Ibrahim": {3: 2, 13: 10}},
            zero="Black walls",
            ten="Dry and ours",
            about="housing",
        ),
    ),
    agreed=Agreed(("Salma",), yes=("School", "Housing"), no=("GP",)),
    worries=(
        Worried(
            ago=15,
            at="11:50am",
            urgency=Urgency.HOLD,
            about="Sumaya",
            saw="Sumaya has a cough that comes back each time the room is damp. Salma has an appointment for her.",
            safe="Salma has seen to the GP herself. The room is drying.",
            minutes=60,
            look_again=6,
        ),
    ),
)

MARSDEN = FamilyTold(
    name="Marsden",
    yarn="iris",
    worker="Iwona",
    week=19,
    day=2,
    people=(
        Person("Paul", "Dad", 50, phone="07700 900178", ways="call voicemail"),
        Person("Leah", "Child", 12, "St Oswald’s"),
    ),
    homes=(("Home", "1 Goit Lane"),),
    at="4pm",
    seen=7,
    next=1,
    cover=("Tom", 1, 2),
    weeks={
        5: Week(
            "Paul has never talked about money with Leah, and she knew the sums better than he did.",
            said=(("Leah", "I do the shopping in my head."),),
            topics=("Money",),
        ),
        18: Week("A budget on one side of paper. Leah drew the owl on it.", topics=("Money", "Getting on as a family")),
    },
    review=20,
    goals=(
        Goal(
            "Stop Leah worrying about bills.",
            "Paul",
            {"Paul": {3: 2, 8: 4, 12: 5, 18: 7}, "Leah": {3: 3, 12: 5, 18: 8}},
            zero="She checks the meter",
            ten="She’s a kid again",
            about="money",
        ),
    ),
    promised=(Promised("Bring back the letter about the gas bill", kind=PromiseKind.BRING),),
    beside=(Beside("Beckside advice centre", "Money and benefits", "", "service", "0113 496 0137"),),
    agreed=Agreed(("Paul",), yes=("School", "Money and benefits advice")),
)

DLAMINI = FamilyTold(
    name="Dlamini",
    yarn="sea",
    worker="Iwona",
    week=2,
    day=4,
    people=(
        Person("Precious", "Mum", 38, phone="07700 900179"),
        Person("Lwazi", "Child", 15, "Kirkfield High"),
        Person("Ayanda", "Child", 10, "Hollin Bank Primary"),
    ),
    homes=(("Home", "52 Moor Lane"),),
    at="5pm",
    seen=5,
    weeks={
        1: Week(
            "First visit. Lwazi took his headphones off for most of it, which I’m told is an honour.",
            said=(("Ayanda", "He likes you. You can tell by the one ear."),),
            topics=("Home", "School"),
        )
    },
    review=30,
    contacts=(
        Contact(
            8, "10:40am", NoteKind.CALL, "First call. Precious would like me after five.", ("Precious",), minutes=10
        ),
    ),
    agreed=Agreed(("Precious",), yes=("School",)),
)

IWONAS = (HUSSAIN, FLETCHER, BEGUM, MARSDEN, DLAMINI)
