"""Kwame's five families."""

from app.demo.told import Agreed, Beside, Contact, Decided, FamilyTold, Goal, NotMet, Person, Promised, Week, Worried
from app.notes.models import NoteKind
from app.promises.models import PromiseKind, PromiseState
from app.worries.models import DecisionKind, Urgency

KEPT = PromiseState.KEPT

CHOWDHURY = FamilyTold(
    name="Chowdhury",
    yarn="moss",
    worker="Kwame",
    week=17,
    day=3,
    people=(
        Person("Nasima", "Mum", 40, speaks="Bengali", also="English", phone="07700 900162"),
        Person(
            "Rafi", "Dad", 44, speaks="Bengali", also="English", phone="07700 900163", ways="call", times="after 6pm"
        ),
        Person("Adam", "Child", 12, "Kirkfield High", birthday_ago=190),
        Person("Anika", "Child", 12, "Kirkfield High", birthday_ago=190),
    ),
    homes=(("Home", "44 Moor Lane"),),
    at="4:30pm",
    seen=1,
    next=0,
    weeks={
        2: Week(
            "Two goals, one each, and they would not swap. Nasima wants to stop being the referee.",
            said=(("Anika", "He breathes on purpose."),),
            topics=("Getting on as a family",),
        ),
        9: Week(
            "A worry came up today that could not wait, and I rang Priya from the car. Nasima knows that I did.",
            topics=("Keeping safe", "School"),
            important=True,
        ),
        12: Week(
            "Four again. We asked what a five would look like. Adam said: a door that shuts.",
            said=(("Adam", "A door that shuts and nobody sighs."),),
            means="Stuck for weeks at the same number. The goal may be the wrong one.",
            topics=("Home",),
        ),
        17: Week(
            "Still a four. Rafi was home and listened. He thinks the box room could be emptied.",
            said=(("Anika", "I’d help carry."),),
            topics=("Home",),
            promised=(Promised("Ask the charity shop to collect from the box room", due=3),),
        ),
    },
    not_met={6: NotMet("Eid. They had told me the week before.", by="family", reason="family_event")},
    review=-8,
    goals=(
        Goal(
            "A place of my own in the house.",
            "Adam",
            {"Adam": {2: 2, 5: 3, 9: 4, 12: 4, 13: 4, 14: 4, 16: 4, 17: 4}},
            zero="Nowhere",
            ten="A door",
            about="relationships",
        ),
        Goal(
            "Stop being the referee.",
            "Nasima",
            {"Nasima": {2: 3, 9: 5, 16: 5}},
            zero="All day long",
            ten="They sort it out",
            about="relationships",
        ),
    ),
    contacts=(
        Contact(5, "12:15pm", NoteKind.CALL, "Rang Rafi about the box room. He’ll measure it.", ("Rafi",), minutes=10),
        Contact(
            20,
            "3pm",
            NoteKind.MEETING,
            "Team around the family. Maths set changed for Anika.",
            ("Nasima",),
            ("Ms Farrell",),
            minutes=40,
        ),
    ),
    beside=(Beside("Ms Farrell", "Pastoral lead", "Kirkfield High", "school", "0113 496 0118"),),
    agreed=Agreed(("Nasima", "Rafi"), yes=("School", "GP")),
    worries=(
        Worried(
            ago=57,
            at="5pm",
            urgency=Urgency.TODAY,
            saw="Anika had a message on her phone from somebody she does not know, asking which way she walks home.",
            about="Anika",
            said="He knows what my bag looks like.",
            setting="at the kitchen table, Nasima there",
            asked="“Can you show me?” and “Who else knows?”",
            told="That I’d ring Priya tonight, and that she had done the right thing.",
            safe="She showed her mother before she answered it. Rafi meets both of them from school.",
            decided=Decided(
                DecisionKind.NONE,
                "Duty and Advice spoken to, and the police. It was a boy in the year above with a "
                "second account. School "
                "and both families met. The account is gone, and Anika says she feels fine about it.",
                95,
                ("Kwame", "Duty and Advice", "School", "Police"),
                "No further enquiry. Keep in touch with school.",
                "Any new message, or Anika not wanting to walk home.",
            ),
        ),
    ),
)

PETRESCU = FamilyTold(
    name="Petrescu",
    yarn="weld",
    worker="Kwame",
    week=6,
    day=1,
    people=(
        Person(
            "Elena",
            "Mum",
            29,
            speaks="Romanian",
            also="some English",
            interpreter=True,
            phone="07700 900164",
            ways="text",
            times="evenings",
        ),
        Person("Ioana", "Child", 10, "Hollin Bank Primary", speaks="Romanian", also="English"),
    ),
    homes=(("Home", "Flat 11, 40 Beck Row"),),
    at="5pm",
    seen=5,
    next=2,
    interpreter="Romanian interpreter on the phone",
    weeks={
        2: Week(
            "Elena works two jobs and apologised for the washing. Ioana made the tea without being asked.",
            said=(("Ioana", "I can do rice and I can do eggs."),),
            topics=("Home", "School"),
        ),
        5: Week(
            "Ioana was in, Elena came in half way. The letter about the flat has to be answered soon.",
            said=(("Ioana", "Mum’s asleep when I go and out when I’m back."),),
            means="A child on her own a good deal, and proud of managing. I want to talk with Elena "
            "about the evenings.",
            topics=("Home", "Housing"),
            promised=(Promised("Bring the housing letter in Romanian", due=1, kind=PromiseKind.BRING),),
        ),
    },
    tries=(
        (4, "No answer, no lights. Rang and texted Elena. School saw Ioana this morning and she was well."),
        (1, "No answer again. Elena’s phone is off. I’ve told Priya and left a message for Mr Asare to ring me."),
    ),
    review=3,
    goals=(
        Goal(
            "Să fim acasă seara împreună.",
            "Elena",
            {"Elena": {2: 2, 4: 3, 5: 3}, "Ioana": {2: 3, 5: 4}},
            language="Romanian",
            english="To be home together in the evening.",
            zero="Never",
            ten="Every evening",
            about="relationships",
        ),
    ),
    contacts=(
        Contact(
            4,
            "3:10pm",
            NoteKind.CALL,
            "Ioana is in and well. She had breakfast at the club.",
            others=("Mr Asare",),
            minutes=5,
        ),
    ),
    beside=(Beside("Mr Asare", "Head of inclusion", "Hollin Bank Primary", "school", "0113 496 0163"),),
    agreed=Agreed(("Elena",), yes=("School",), how="Through an interpreter"),
)

ADEYEMI = FamilyTold(
    name="Adeyemi",
    yarn="sea",
    worker="Kwame",
    week=15,
    day=1,
    people=(
        Person("Folake", "Mum", 37, also="Yoruba", phone="07700 900165", ways="call text voicemail"),
        Person("Tobi", "Child", 8, "Beckside Primary"),
    ),
    homes=(("Home", "12 Moss Road"),),
    at="3:40pm",
    seen=4,
    next=3,
    weeks={
        3: Week(
            "Tobi does not like the wind on the playground. We stood in it together for a minute and counted.",
            said=(("Tobi", "It goes in my sleeves."),),
            topics=("School", "Feelings"),
        ),
        14: Week(
            "Two playtimes outside this week, by his own choice. Folake cried a little, the good kind.",
            said=(("Tobi", "I was the goalie."),),
            topics=("School", "Friends"),
        ),
    },
    review=15,
    goals=(
        Goal(
            "Go out to play.",
            "Tobi",
            {"Tobi": {3: 2, 6: 3, 9: 5, 12: 6, 14: 8}, "Folake": {3: 1, 9: 4, 14: 7}},
            zero="I stay in with Miss",
            ten="I’m out before the bell",
            about="health",
        ),
    ),
    contacts=(Contact(8, "1pm", NoteKind.TEXT, "Folake: goalie today.", ("Folake",)),),
    agreed=Agreed(("Folake",), yes=("School", "GP")),
)

HUGHES = FamilyTold(
    name="Hughes",
    yarn="iris",
    worker="Kwame",
    week=3,
    day=4,
    people=(
        Person("Bronwen", "Mum", 28, phone="07700 900166", times="nap time, 1pm to 2pm"),
        Person("Gareth", "Dad", 30, phone="07700 900167", ways="call"),
        Person("Carys", "Child", 6, "Beckside Primary"),
        Person("Owen", "Child", 4, "Beckside Nursery", alone="never"),
    ),
    homes=(("Home", "2 Weavers Yard"),),
    at="1:15pm",
    seen=6,
    weeks={
        1: Week(
            "Owen sat on his mother’s lap the whole hour. Carys did the talking for both.",
            said=(("Carys", "Owen says he wants a biscuit. And I want one."),),
            topics=("Home",),
        ),
        2: Week(
            "Owen showed me his digger. I have asked nursery if I may come and play there one morning.",
            means="He may talk more where he feels at home without us grown-ups watching.",
            topics=("Home", "Feelings"),
            promised=(Promised("Ring nursery about a morning to play with Owen", due=2),),
        ),
    },
    review=16,
    goals=(
        Goal(
            "One meal a day where we all sit down.",
            "Bronwen",
            {"Bronwen": {2: 3}, "Carys": {2: 5}},
            zero="Standing up",
            ten="All four, even peas",
            about="relationships",
        ),
    ),
    agreed=Agreed(("Bronwen", "Gareth"), yes=("School", "Nursery", "Health visitor")),
)

SINGH = FamilyTold(
    name="Singh",
    yarn="madder",
    worker="Kwame",
    week=10,
    day=2,
    people=(
        Person("Harjit", "Dad", 45, also="Punjabi", phone="07700 900168", ways="call text voicemail"),
        Person("Manpreet", "Mum", 42, also="Punjabi", phone="07700 900169", times="after 4pm"),
        Person("Jaspreet", "Child", 14, "Kirkfield High"),
    ),
    homes=(("Home", "60 Moor Lane"),),
    at="8:15am",
    seen=7,
    next=0,
    today=Week(
        "Walked to school with Jaspreet. In before the bell, for the second day. Harjit waved from the step.",
        said=(("Jaspreet", "It was only the first ten minutes that was bad."),),
        topics=("School",),
        minutes=40,
        there=("Jaspreet",),
        alone=("Jaspreet",),
    ),
    weeks={
        2: Week(
            "Curtains shut. Jaspreet talked through the door, and then it was open.",
            said=(("Jaspreet", "I’m not lazy. I’m stuck."),),
            topics=("School", "Feelings"),
            alone=(),
        ),
        9: Week(
            "We walked to the gates and back. Three staff said hello and none of them asked where she had been.",
            said=(("Jaspreet", "OK. Monday."),),
            means="She chose the day herself.",
            topics=("School",),
        ),
    },
    review=7,
    goals=(
        Goal(
            "Go in. Just go in.",
            "Jaspreet",
            {"Jaspreet": {2: 0, 5: 2, 8: 4, 9: 5}, "Harjit": {2: 1, 5: 1, 9: 4}},
            zero="Can’t get out of bed",
            ten="In, all day",
            about="education",
        ),
        Goal(
            "Talk to her without it being a fight.",
            "Manpreet",
            {"Manpreet": {3: 2, 7: 4, 9: 6}},
            zero="Doors slam",
            ten="We talk in the car",
            about="relationships",
        ),
    ),
    contacts=(Contact(1, "9:05am", NoteKind.TEXT, "Harjit: she’s in.", ("Harjit",), important=True),),
    agreed=Agreed(("Harjit", "Manpreet"), yes=("School", "GP", "MindMate")),
)

KWAMES = (CHOWDHURY, PETRESCU, ADEYEMI, HUGHES, SINGH)
