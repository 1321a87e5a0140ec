"""Tom's five families."""

from app.demo.told import Agreed, Beside, Contact, FamilyTold, Goal, NotMet, Person, Promised, Week
from app.notes.models import NoteKind
from app.promises.models import PromiseState

KEPT = PromiseState.KEPT

DOYLE = FamilyTold(
    name="Doyle",
    yarn="madder",
    worker="Tom",
    week=24,
    day=2,
    people=(
        Person("Kerry", "Mum", 39, phone="07700 900170", times="mornings"),
        Person("Ellie", "Child", 14, "Kirkfield High"),
        Person("Jayden", "Child", 10, "Hollin Bank Primary"),
    ),
    homes=(("Home", "3 Ropewalk"),),
    at="10am",
    seen=18,
    next=2,
    weeks={
        1: Week(
            "Kerry opened the door with the chain on. We talked for an hour on the step and then she took it off.",
            said=(("Kerry", "Everyone writes it down and nobody comes back."),),
            topics=("Home",),
        ),
        12: Week(
            "Ellie’s report: best for two years. Kerry has put it on the fridge.",
            said=(("Ellie", "She took a photo of it. So embarrassing."),),
            topics=("School",),
            important=True,
        ),
        21: Week(
            "Kerry was quiet. Jayden said that they have visitors a lot. I asked about the ending "
            "and she changed the subject.",
            said=(("Jayden", "It’s busy now.", "on the stairs"),),
            means="Something has changed in the last weeks. I want to hear it from Kerry.",
            topics=("Home",),
        ),
    },
    not_met={17: NotMet("Kerry had a fall and was at the walk-in. She texted.", by="family", reason="family_ill")},
    tries=(
        (11, "Nobody in. Rang, no answer. Left a card with a time to ring."),
        (6, "No answer. A light was on upstairs. Rang Kirkfield High: Ellie is in."),
        (1, "No answer, third in a row. Both schools saw the children today. Talking to Priya about what we do."),
    ),
    review=7,
    goals=(
        Goal(
            "A week without the school ringing.",
            "Kerry",
            {"Kerry": {2: 2, 8: 4, 12: 7, 18: 7, 21: 5}},
            zero="Every day",
            ten="They ring to say well done",
            about="education",
        ),
        Goal(
            "Have my mates round.",
            "Ellie",
            {"Ellie": {3: 1, 8: 4, 15: 7, 21: 4}},
            zero="No chance",
            ten="Saturdays",
            about="health",
        ),
    ),
    contacts=(
        Contact(
            6,
            "2:40pm",
            NoteKind.CALL,
            "Ellie is in every day and quieter than before.",
            others=("Ms Farrell",),
            minutes=10,
        ),
        Contact(1, "3pm", NoteKind.CALL, "Jayden is in and well. He ate his dinner.", others=("Mr Asare",), minutes=5),
    ),
    promised=(Promised("Ring Kerry’s sister, with Kerry’s yes from the spring", due=-1),),
    beside=(
        Beside("Ms Farrell", "Pastoral lead", "Kirkfield High", "school", "0113 496 0118"),
        Beside("Mr Asare", "Head of inclusion", "Hollin Bank Primary", "school", "0113 496 0163"),
    ),
    agreed=Agreed(("Kerry",), yes=("School",), no=("Housing", "GP")),
)

HARGREAVES = FamilyTold(
    name="Hargreaves",
    yarn="woad",
    worker="Tom",
    week=12,
    day=1,
    people=(
        Person("Ruth", "Mum", 43, phone="07700 900171"),
        Person("Freya", "Child", 9, "Beckside Primary"),
    ),
    homes=(("Home", "18 Weavers Yard"),),
    at="4pm",
    seen=5,
    weeks={
        4: Week(
            "Freya has a box of questions about her grandad. We read six of them. Ruth knew the answer to four.",
            said=(("Freya", "Where did his slippers go?"),),
            topics=("Feelings",),
        ),
        11: Week(
            "They went to the allotment, for the first time since. Freya dug.",
            said=(("Freya", "His spade is too big. I’ll grow."),),
            topics=("Feelings", "Getting on as a family"),
            important=True,
        ),
    },
    review=6,
    goals=(
        Goal(
            "Talk about Grandad without Mum having to leave the room.",
            "Freya",
            {"Freya": {3: 2, 5: 3, 8: 5, 11: 7}, "Ruth": {3: 2, 8: 4, 11: 6}},
            zero="We don’t",
            ten="Any time",
            about="health",
        ),
    ),
    contacts=(
        Contact(13, "11am", NoteKind.CALL, "Ruth asked about the memory café. Sent the times.", ("Ruth",), minutes=10),
    ),
    promised=(Promised("Bring the seed catalogue", due=2),),
    agreed=Agreed(("Ruth",), yes=("School", "GP")),
)

MBEKI = FamilyTold(
    name="Mbeki",
    yarn="heather",
    worker="Tom",
    week=7,
    day=3,
    people=(
        Person("Nomsa", "Mum", 32, also="Zulu", phone="07700 900172"),
        Person("Thandi", "Child", 7, "Hollin Bank Primary"),
        Person("Sizwe", "Child", 5, "Hollin Bank Primary"),
    ),
    homes=(("Home", "7 Lumb Street"),),
    at="3:45pm",
    seen=1,
    next=0,
    weeks={
        2: Week(
            "Nomsa has written everything on the wall calendar in three colours. We added a fourth, for herself.",
            said=(("Thandi", "Mine is purple."),),
            topics=("Mornings and bedtimes",),
        ),
        7: Week(
            "Sizwe slept in his own bed four nights. He showed me the dent.",
            said=(("Sizwe", "That is where I was."),),
            topics=("Sleep",),
        ),
    },
    review=17,
    goals=(
        Goal(
            "Everyone in their own bed till six.",
            "Nomsa",
            {"Nomsa": {2: 1, 4: 3, 6: 5, 7: 7}},
            zero="Nobody sleeps",
            ten="I wake up before them",
            about="relationships",
        ),
    ),
    agreed=Agreed(("Nomsa",), yes=("School", "Health visitor")),
)

LISTER = FamilyTold(
    name="Lister",
    yarn="moss",
    worker="Tom",
    week=18,
    day=1,
    people=(
        Person("Gail", "Mum", 47, phone="07700 900173", ways="call text voicemail"),
        Person("Callum", "Child", 15, "St Oswald’s"),
    ),
    homes=(("Home", "26 Carr Terrace"),),
    at="5:30pm",
    seen=6,
    weeks={
        6: Week(
            "Callum came out with me for chips and talked about the army cadets. He has not told his mother.",
            said=(("Callum", "She’d make a thing of it.", "on a wall outside the chippy"),),
            topics=("School", "Work and training"),
        ),
        17: Week(
            "Gail gave an eight and Callum a three for the same thing. Neither was surprised, and both were hurt.",
            said=(("Gail", "But we had such a nice Sunday."), ("Callum", "One Sunday.")),
            means="They are answering different questions. I’ll ask each what their number is a number of.",
            topics=("Getting on as a family",),
        ),
    },
    not_met={11: NotMet("I was ill. Kwame rang them for me.", by="worker", reason="worker_ill")},
    review=8,
    goals=(
        Goal(
            "Get on, the two of us.",
            "Gail",
            {"Gail": {2: 3, 6: 5, 12: 7, 17: 8}, "Callum": {2: 3, 6: 4, 12: 3, 17: 3}},
            zero="We text from room to room",
            ten="We’d choose each other",
            about="relationships",
        ),
    ),
    promised=(Promised("Find out when the cadets meet", due=-3),),
    contacts=(Contact(7, "12:40pm", NoteKind.TEXT, "Callum: is it Weds or Thurs. Said Thurs.", ("Callum",)),),
    agreed=Agreed(("Gail",), yes=("School",)),
)

RAHIMI = FamilyTold(
    name="Rahimi",
    yarn="rowan",
    worker="Tom",
    week=5,
    day=2,
    people=(
        Person(
            "Laleh", "Mum", 34, speaks="Farsi", also="English", phone="07700 900174", ways="text", times="after 6pm"
        ),
        Person("Yasmin", "Child", 11, "Kirkfield High", also="Farsi", birthday_ago=210),
    ),
    homes=(("Home", "Flat 3, 40 Beck Row"),),
    at="4:45pm",
    seen=7,
    next=0,
    weeks={
        1: Week(
            "Laleh asked me more questions than I asked her, which was fair. Yasmin translated a joke, and only that.",
            said=(("Yasmin", "It’s funnier in ours."),),
            topics=("Home", "School"),
        ),
        4: Week(
            "Yasmin has joined the choir. Laleh would like to see the room before the concert.",
            said=(("Yasmin", "I stand at the end so I can breathe."),),
            topics=("School", "Friends"),
            promised=(Promised("Ask school if Laleh may see the hall before the concert", due=1),),
        ),
    },
    review=21,
    goals=(
        Goal(
            "Sing in front of people.",
            "Yasmin",
            {"Yasmin": {2: 2, 3: 4, 4: 5}},
            zero="Only in the shower",
            ten="A solo",
            about="health",
        ),
    ),
    agreed=Agreed(("Laleh",), yes=("School",)),
)

TOMS = (DOYLE, HARGREAVES, MBEKI, LISTER, RAHIMI)
