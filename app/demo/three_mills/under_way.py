"""Families of Three Mills past their tenth week: Bell, Rafiq, Tesfay, Bhogal."""

from app.demo.told import Agreed, Beside, Contact, FamilyTold, Goal, Person, Promised, Week
from app.notes.models import NoteKind
from app.promises.models import PromiseKind, PromiseState

KEPT = PromiseState.KEPT

BELL = FamilyTold(
    name="Bell",
    yarn="madder",
    worker="Chloe",
    week=15,
    day=1,
    people=(
        Person("Donna", "Mum", 34, phone="07700 900201", ways="call text voicemail", about="Late shift on Wednesdays"),
        Person("Kai", "Child", 9, "Weir Lane Primary"),
        Person("Maisie", "Child", 5, "Weir Lane Primary"),
    ),
    homes=(("Home", "8 Weir Lane"),),
    at="4pm",
    seen=6,
    next=0,
    weeks={
        5: Week(
            "55 minutes, both children home. Donna showed me the chart: four stickers of seven.",
            said=(("Kai", "It’s better when she reads it even if I’m old.", "on his own in the kitchen"),),
            means="Reading is the calm point. Tired Thursdays follow Donna’s late shift. Four of "
            "seven is a small sample.",
            promised=(
                Promised("Move the Thursday bath to Friday", "Donna", answer=KEPT),
                Promised("Bring two library books", kind=PromiseKind.BRING, answer=KEPT),
            ),
            topics=("Mornings and bedtimes", "Sleep"),
            alone=("Kai",),
            minutes=55,
        ),
        14: Week(
            "Six nights of seven. Donna read the chart out and then asked Kai whether it could come "
            "down. He said: leave it.",
            said=(
                ("Donna", "I sat on the stairs after and it was just quiet."),
                ("Kai", "I got a seven for maths. The number."),
            ),
            means="They would keep it going without us.",
            promised=(Promised("Bring the next three books in the series", due=0, kind=PromiseKind.BRING),),
            topics=("Sleep", "School"),
        ),
    },
    review=12,
    goals=(
        Goal(
            "Bedtime without a fight, most nights.",
            "Donna",
            {"Donna": {1: 2, 3: 2, 5: 4, 8: 5, 11: 7, 14: 8}},
            zero="Two hours of it",
            ten="Story, light, done",
            about="relationships",
            steps=(("*A sticker for each calm night", "Kai and Maisie", ""), ("*Read, even to Kai", "Donna", "")),
        ),
        Goal(
            "Not get sent out of maths.",
            "Kai",
            {"Kai": {2: 2, 5: 3, 8: 5, 11: 6, 14: 7}},
            zero="Out every time",
            ten="I stay for all of it",
            about="education",
        ),
    ),
    contacts=(
        Contact(
            9,
            "3:30pm",
            NoteKind.CALL,
            "Kai has stayed in maths for two weeks. He sits by the window.",
            others=("Mrs Holroyd",),
            minutes=10,
        ),
    ),
    beside=(Beside("Mrs Holroyd", "Deputy head", "Weir Lane Primary", "school", "0113 496 0166"),),
    agreed=Agreed(("Donna",), yes=("School", "GP")),
    going_well="Reading. The chart. Donna and Kai make each other laugh.",
)

RAFIQ = FamilyTold(
    name="Rafiq",
    yarn="sea",
    worker="Chloe",
    week=11,
    day=1,
    people=(
        Person("Shazia", "Mum", 41, speaks="Urdu", also="English", phone="07700 900202", times="after 10am"),
        Person("Imran", "Dad", 44, speaks="Urdu", also="English", phone="07700 900203", ways="call"),
        Person("Aisha", "Child", 13, "Three Mills Academy"),
        Person("Nasreen", "Grandma", 70, speaks="Urdu", interpreter=True, responsible=False),
    ),
    homes=(("Home", "19 Goit Side"),),
    at="10:30am",
    seen=6,
    interpreter="Urdu interpreter booked for Nasreen",
    weeks={
        10: Week(
            "Aisha spoke with me alone for 15 minutes. The interpreter was there for Nasreen, as booked.",
            said=(("Aisha", "My tummy hurts before the bus, not after.", "alone, upstairs"),),
            means="Two goals, going at a different pace. Her dad’s worry may read as pressure.",
            promised=(
                Promised("Draw one shared step on one page", due=1),
                Promised("Meet Aisha at the gate on Tuesdays", "Mr Denby", by="from Tuesday"),
            ),
            topics=("School", "Feelings"),
            others=("Interpreter",),
            alone=("Aisha",),
        ),
    },
    review=4,
    goals=(
        Goal(
            "Walk in with Zara, Tuesdays and Thursdays.",
            "Aisha",
            {"Aisha": {1: 1, 4: 3, 7: 4, 10: 6}},
            zero="Can’t",
            ten="Every Tuesday and Thursday",
            about="education",
        ),
        Goal(
            "In school every day.",
            "Imran",
            {"Imran": {1: 1, 4: 1, 7: 2, 10: 4}},
            zero="Not at all",
            ten="Every day",
            about="education",
        ),
    ),
    contacts=(
        Contact(
            13,
            "2pm",
            NoteKind.CALL,
            "Attendance is 61 per cent for the term, and 80 for the last two weeks.",
            others=("Mr Denby",),
            minutes=10,
        ),
    ),
    beside=(Beside("Mr Denby", "Pastoral lead", "Three Mills Academy", "school", "0113 496 0165"),),
    agreed=Agreed(("Shazia", "Imran"), yes=("School", "GP")),
)

TESFAY = FamilyTold(
    name="Tesfay",
    yarn="iris",
    worker="Marcus",
    week=11,
    day=2,
    people=(
        Person("Yonas", "Dad", 37, speaks="Tigrinya", interpreter=True, phone="07700 900204", ways="call text"),
        Person("Filmon", "Child", 12, "Three Mills Academy", speaks="Tigrinya", also="English", birthday_ago=190),
        Person("Selam", "Child", 6, "Goit Side Primary", speaks="Tigrinya", also="English"),
    ),
    homes=(("Home", "Flat 9, Albion House"),),
    at="4:30pm",
    seen=7,
    next=0,
    interpreter="Tigrinya interpreter on the phone",
    weeks={
        10: Week(
            "70 minutes with a telephone interpreter. Selam drew four people and a bus. Filmon has the real kit on.",
            said=(("Yonas", "I spoke. She understood me.", "through the interpreter, about the teacher"),),
            means="Filmon interprets at shops. At school meetings that has to stop, and school will book somebody.",
            promised=(
                Promised("Find out the start date for English lessons", due=2),
                Promised("Send off the club fee grant", answer=KEPT),
            ),
            topics=("School", "Friends"),
            minutes=70,
        ),
    },
    review=15,
    goals=(
        Goal(
            "To speak with the teacher myself.",
            "Yonas",
            {"Yonas": {2: 1, 6: 3, 10: 5}},
            zero="My son speaks for me",
            ten="She and I, alone",
            about="education",
        ),
        Goal(
            "Football team, real kit.",
            "Filmon",
            {"Filmon": {2: 0, 6: 9}},
            zero="No team",
            ten="In the team photo",
            about="health",
        ),
    ),
    beside=(Beside("Miss Okoro", "Inclusion lead", "Goit Side Primary", "school", "0113 496 0167"),),
    agreed=Agreed(("Yonas",), yes=("School",), how="Through an interpreter"),
)

BHOGAL = FamilyTold(
    name="Bhogal",
    yarn="weld",
    worker="Chloe",
    week=11,
    day=3,
    people=(
        Person("Manjit", "Mum", 43, also="Punjabi", phone="07700 900205", times="lunch hour"),
        Person("Harpreet", "Dad", 46, also="Punjabi", about="Took back his own yes in week 6"),
        Person("Jasleen", "Child", 15, "Three Mills Academy"),
        Person("Arjan", "Child", 12, "Three Mills Academy", birthday_ago=190),
    ),
    homes=(("Home", "27 Albion Road"),),
    at="5:30pm",
    seen=8,
    weeks={
        6: Week(
            "Harpreet spoke to me at the door. I thanked him for telling me and left a leaflet. "
            "Manjit and the children "
            "go on.",
            said=(
                ("Harpreet", "I don’t need this.", "at the door"),
                ("Arjan", "It’s quieter when Biji’s here.", "in his room"),
            ),
            means="His choice, and I respect it. I will watch what it means for the others.",
            promised=(Promised("Stop sharing anything about Harpreet, and tell school", answer=KEPT),),
            topics=("Getting on as a family",),
            there=("Manjit", "Jasleen", "Arjan"),
            important=True,
        ),
        10: Week(
            "Manjit has asked her mother to stay for a month. Jasleen did her homework at the "
            "kitchen table while we talked.",
            said=(("Jasleen", "I can hear myself think."),),
            topics=("Home", "School"),
            there=("Manjit", "Jasleen", "Arjan"),
        ),
    },
    review=11,
    goals=(
        Goal(
            "Do homework downstairs.",
            "Jasleen",
            {"Jasleen": {1: 2, 6: 3, 10: 6}},
            zero="Under the duvet",
            ten="At the table, music on",
            about="relationships",
        ),
    ),
    contacts=(
        Contact(
            30,
            "4pm",
            NoteKind.OVERSIGHT,
            "Talked with Chloe about Harpreet’s choice. We go on with Manjit and the "
            "children, and look at the impact each month.",
            by="Marcus",
        ),
    ),
    agreed=Agreed(("Manjit", "Harpreet"), yes=("School", "GP"), withdrew={"Harpreet": 6}),
)

UNDER_WAY = (BELL, RAFIQ, TESFAY, BHOGAL)
