"""Lorna's other five families."""

from app.demo.told import Agreed, Beside, Contact, FamilyTold, Goal, NotMet, Person, Promised, Warned, Week
from app.families.models import WarningKind
from app.notes.models import NoteKind
from app.promises.models import PromiseKind, PromiseState

KEPT, CHANGED, NOT_KEPT = PromiseState.KEPT, PromiseState.CHANGED, PromiseState.NOT_KEPT

WHITAKER = FamilyTold(
    name="Whitaker",
    yarn="rowan",
    worker="Lorna",
    week=4,
    day=2,
    people=(
        Person("Dean", "Dad", 33, phone="07700 900155", times="before 2pm", about="Works nights at the bakery"),
        Person("Alfie", "Child", 8, "Hollin Bank Primary"),
        Person("Poppy", "Child", 5, "Hollin Bank Primary"),
    ),
    homes=(("Home", "9 Carr Terrace"),),
    at="1pm",
    seen=7,
    next=0,
    weeks={
        1: Week(
            "Dean on his own with the two since the summer. He had made sandwiches. Duchess is large and friendly and "
            "sat on my feet until Dean moved her to the kitchen.",
            said=(("Alfie", "Dad does plaits now. They’re a bit wonky.", "showing me Poppy’s hair"),),
            topics=("Home", "Getting on as a family"),
            promised=(Promised("Bring the free school meals form", kind=PromiseKind.BRING, answer=KEPT),),
        ),
        3: Week(
            "The meals form is in. Dean asked how other dads do bedtimes when they work nights. We "
            "wrote two goals, one "
            "his and one Alfie’s.",
            said=(("Poppy", "I want two stories and Dad’s voice.", "on the settee"),),
            means="He asks for ideas and tries them. Sleep is the knot: his as well as theirs.",
            topics=("Sleep", "Mornings and bedtimes"),
        ),
    },
    review=14,
    goals=(
        Goal(
            "Bedtime done before I go to work, without a battle.",
            "Dean",
            {"Dean": {2: 3, 3: 4}},
            zero="I leave with them crying",
            ten="Asleep and I’ve had a brew",
            about="relationships",
            steps=(("Pyjamas before tea", "Dean", "this week"), ("A story on the phone in Dad’s voice", "Dean", "")),
        ),
        Goal("See my mates after school.", "Alfie", {"Alfie": {3: 2}}, zero="Never", ten="Every week", about="health"),
    ),
    contacts=(
        Contact(5, "12:10pm", NoteKind.TEXT, "Dean: pyjamas before tea worked twice.", ("Dean",)),
        Contact(16, "10am", NoteKind.CALL, "Arranged the second visit round Dean’s sleep.", ("Dean",), minutes=10),
    ),
    beside=(Beside("Mrs Whitley", "Class teacher", "Hollin Bank Primary", "school", "0113 496 0163"),),
    warnings=(
        Warned(WarningKind.DOG, "Dog: Dean puts Duchess in the kitchen.", "She is big and jumps up.", ago=20, ahead=70),
    ),
    agreed=Agreed(("Dean",), yes=("School", "GP")),
)

TESFAYE = FamilyTold(
    name="Tesfaye",
    yarn="iris",
    worker="Lorna",
    week=2,
    day=2,
    people=(
        Person(
            "Selam",
            "Mum",
            31,
            speaks="Tigrinya",
            also="some English",
            interpreter=True,
            phone="07700 900156",
            ways="text",
            times="after 5pm",
        ),
        Person("Nahom", "Child", 10, "Hollin Bank Primary", speaks="Tigrinya", also="English"),
    ),
    homes=(("Home", "Flat 6, 40 Beck Row"),),
    at="4pm",
    place="at school",
    interpreter="Tigrinya interpreter booked",
    seen=7,
    next=0,
    weeks={
        1: Week(
            "First meeting, in the room by the library, with an interpreter. Selam told me about "
            "the journey here in her "
            "own order and stopped when she wanted to. Nahom showed me his football stickers.",
            said=(("Selam", "I want him to have one friend who comes home with him.", "through the interpreter"),),
            means="She speaks for herself with an interpreter. Nahom should not be asked to do it.",
            topics=("School", "Friends"),
            others=("Interpreter",),
        ),
    },
    review=28,
    goals=(
        Goal(
            "ሓደ ዓርኪ ይሃልዎ።",
            "Selam",
            {"Selam": {1: 2}, "Nahom": {1: 4}},
            language="Tigrinya",
            english="That he has one friend.",
            zero="Always on his own",
            ten="Somebody knocks for him",
            about="health",
        ),
    ),
    contacts=(
        Contact(3, "5:30pm", NoteKind.TEXT, "Sent the time and the room, with a picture of the door.", ("Selam",)),
    ),
    beside=(Beside("Mr Asare", "Head of inclusion", "Hollin Bank Primary", "school", "0113 496 0163"),),
    agreed=Agreed(("Selam",), yes=("School",), no=("Housing",), how="Through an interpreter"),
)

KOWALCZYK = FamilyTold(
    name="Kowalczyk",
    yarn="woad",
    worker="Lorna",
    week=13,
    day=1,
    people=(
        Person("Marta", "Mum", 38, speaks="Polish", also="English", phone="07700 900157", ways="call text voicemail"),
        Person("Piotr", "Dad", 41, speaks="Polish", phone="07700 900158", ways="text", about="Works away in the week"),
        Person("Zofia", "Child", 13, "St Oswald’s", also="Polish"),
    ),
    homes=(("Home", "17 Lumb Street"),),
    at="3:45pm",
    seen=6,
    weeks={
        1: Week(
            "They told me about teatime, all three at once, and then laughed at themselves. The "
            "goal is in their words.",
            said=(("Zofia", "Everyone talks and nobody listens, and then it’s cold.", "on her own, in her room"),),
            topics=("Home", "Getting on as a family"),
        ),
        6: Week(
            "A row about school at the table on Monday. Both numbers went down and both said why. "
            "Nobody was cross with "
            "the other for saying so.",
            said=(("Marta", "It was me who started it this time."),),
            means="A fall that they can talk about. Talking about school at the table may be what starts it.",
            topics=("Getting on as a family", "School"),
        ),
        8: Week(
            "Phone basket. Zofia’s idea: everyone puts their phone in the bread basket at six, Marta too. Three nights "
            "so far.",
            said=(("Zofia", "Mum lasted eleven minutes the first night."),),
            means="Her idea, and she holds her mother to it. That may be why it works.",
            promised=(Promised("Pick tea on Fridays", "Zofia", answer=KEPT),),
            topics=("Getting on as a family",),
            important=True,
        ),
        12: Week(
            "They stopped talking about school at the table, and take turns to pick tea on Fridays. "
            "Piotr was there for "
            "the end of it.",
            said=(("Marta", "We sat there till eight. Talking."), ("Piotr", "I would like Sundays.")),
            topics=("Getting on as a family", "Home"),
            there=("Marta", "Piotr", "Zofia"),
        ),
    },
    not_met={
        7: NotMet("Zofia was poorly. Marta rang in the morning.", by="family", reason="family_ill"),
        10: NotMet(
            "I had the wrong hour in my book. I rang to say sorry and we spoke for a while.",
            by="worker",
            reason="wrong_time",
        ),
    },
    review=2,
    goals=(
        Goal(
            "We eat tea together without a row, most nights.",
            "",
            {
                "Marta": {1: 2, 2: 2, 3: 3, 4: 4, 5: 4, 6: 3, 8: 5, 9: 6, 11: 6, 12: 7},
                "Zofia": {1: 3, 3: 2, 5: 4, 6: 2, 8: 4, 9: 5, 11: 7, 12: 8},
            },
            zero="We eat in different rooms and don’t speak.",
            ten="We sit down together and someone makes us laugh.",
            about="relationships",
            steps=(
                ("*Phones in the basket at 6pm", "Everyone, Marta too", ""),
                ("*Zofia picks tea on Fridays", "Zofia", ""),
                ("Ask Piotr about Sundays", "Marta", "by Sunday"),
            ),
        ),
    ),
    contacts=(
        Contact(
            12,
            "1:20pm",
            NoteKind.CALL,
            "Zofia’s timetable changes after half-term. He’ll look into the lunch hour.",
            others=("Mr Bhatti",),
            minutes=10,
        ),
        Contact(30, "9:15am", NoteKind.TEXT, "Marta asked for the advice centre’s hours. Sent.", ("Marta",)),
    ),
    promised=(Promised("Zofia’s new timetable", kind=PromiseKind.CALL, call="Mr Bhatti", due=0),),
    beside=(Beside("Mr Bhatti", "Head of Year 9", "St Oswald’s", "school", "0113 496 0172"),),
    agreed=Agreed(("Marta", "Piotr"), yes=("School", "GP")),
    related=("Iwona", "Marta’s cousin"),
    going_well="They laugh at the same things.",
)

OKAFOR_REID = FamilyTold(
    name="Okafor-Reid",
    yarn="heather",
    worker="Lorna",
    week=21,
    day=1,
    people=(
        Person("Grace", "Mum", 35, surname="Okafor", phone="07700 900187", ways="call text voicemail"),
        Person("Malachi", "Child", 9, "Beckside Primary"),
        Person("Tia", "Child", 6, "Beckside Primary", alone=36),
        Person("Andre", "Dad", 37, surname="Reid", phone="07700 900159", ways="text", lives_here=False, home="Dad’s"),
    ),
    homes=(("Home", "31 Moss Road"), ("Dad’s", "Flat 2, 8 Goit Lane")),
    at="3:30pm",
    seen=4,
    weeks={
        1: Week(
            "Grace had a list: sleep, school, money, me. We began with the one she put last.",
            said=(("Grace", "I’ve not sat down since March."),),
            topics=("Home", "Feelings"),
            promised=(Promised("Look into the after-school club", answer=KEPT),),
        ),
        5: Week(
            "Club place found for both on Tuesdays. Malachi read me the first page of his own story.",
            said=(("Malachi", "I’m on chapter two and nobody has died yet."),),
            topics=("School", "Friends"),
        ),
        9: Week(
            "Grace has an interview. We practised, and the children were the panel.",
            topics=("Work and training",),
            promised=(
                Promised(
                    "Print the letter for the interview",
                    answer=NOT_KEPT,
                    why="I forgot. Grace printed it at the library",
                ),
            ),
        ),
        14: Week(
            "She got the job, three mornings a week. Dad has the children on Saturdays now, by their own arrangement.",
            said=(("Grace", "I start at nine. Me."),),
            means="They have worked out Saturdays without us. A good sign for the ending.",
            topics=("Work and training", "Getting on as a family"),
            important=True,
        ),
        20: Week(
            "Friday meeting at school about Malachi’s reading. We talked for the first time about "
            "what happens after us. "
            "Tia was busy with her cousin, so I did not see her alone again.",
            said=(("Malachi", "Will you still know us?"),),
            means="The ending has begun. Tia has not been on her own with me for weeks: I’ll walk "
            "home from school with her.",
            topics=("School", "Friends"),
        ),
    },
    not_met={
        7: NotMet("At Grandma’s for the week. They had told me, and I forgot.", by="worker", reason="wrong_time"),
        16: NotMet("No answer. Grace had been called to school, and rang at four."),
    },
    review=10,
    goals=(
        Goal(
            "I want to open the post again.",
            "Grace",
            {"Grace": {2: 1, 5: 3, 9: 4, 14: 7, 18: 7, 20: 8}},
            zero="It goes in the drawer",
            ten="I open it at the door",
            about="money",
            steps=(("*One letter a week with Lorna", "Grace", ""), ("*Ring the water company", "Grace", "")),
        ),
        Goal(
            "Not feel sick on Sundays.",
            "Malachi",
            {"Malachi": {3: 3, 9: 5, 14: 6, 20: 7}, "Grace": {3: 2, 9: 4, 14: 6, 20: 7}},
            zero="Sick every Sunday",
            ten="I forget it’s Sunday",
            about="health",
        ),
    ),
    contacts=(
        Contact(
            11,
            "9:40am",
            NoteKind.CALL,
            "Reading helper starts on Monday. Malachi chose the corner.",
            others=("Mrs Lumb",),
            minutes=10,
        ),
        Contact(25, "12:30pm", NoteKind.TEXT, "Grace sent a picture of the empty drawer.", ("Grace",)),
        Contact(
            60,
            "4pm",
            NoteKind.MEETING,
            "Team around the family. Grace asked for the meeting to be at hers, so it was.",
            ("Grace", "Andre"),
            ("Mrs Lumb",),
            minutes=45,
            important=True,
        ),
    ),
    promised=(Promised("Ask how Friday at school went", kind=PromiseKind.CALL, call="Grace", due=0),),
    beside=(Beside("Mrs Lumb", "Reading lead", "Beckside Primary", "school", "0113 496 0162"),),
    agreed=Agreed(("Grace",), yes=("School", "GP", "MindMate"), no=("Housing",)),
    going_well="Tuesday club. Saturdays with Dad. Grace’s job.",
)

BARLOW = FamilyTold(
    name="Barlow",
    yarn="weld",
    worker="Lorna",
    week=11,
    day=3,
    people=(
        Person(
            "Janet",
            "Grandma",
            61,
            phone="07700 900160",
            ways="call",
            times="not during her programme at 3pm",
            responsible=True,
            about="Nan. Kyle has lived with her since he was four",
        ),
        Person("Kyle", "Child", 12, "Kirkfield High"),
    ),
    homes=(("Home", "5 Beck Row"),),
    at="4:15pm",
    seen=1,
    weeks={
        2: Week(
            "Janet showed me the photographs on the stairs. Kyle showed me his bike, in pieces, and "
            "what each piece is for.",
            said=(("Kyle", "You can’t fix it if you don’t take it apart.", "in the yard"),),
            means="He explains well when his hands are busy.",
            topics=("Home", "School"),
        ),
        7: Week(
            "Two days out of lessons for answering back. Kyle and I wrote down what he had meant to say. He took it in "
            "himself next morning.",
            said=(("Janet", "He’s his mother’s mouth and his grandad’s heart."),),
            topics=("School", "Behaviour"),
            promised=(Promised("Ask about the bike workshop at the Hub", answer=KEPT),),
        ),
        11: Week(
            "First Saturday at the bike workshop. Two helpers knew his name by the end. No time out "
            "of lessons this week.",
            said=(("Kyle", "They let me do the brakes.", "on his own in the yard"),),
            topics=("School", "Friends"),
        ),
    },
    not_met={5: NotMet("Janet had the hospital. She rang the night before.", by="family", reason="family_event")},
    review=13,
    goals=(
        Goal(
            "Stay in lessons.",
            "Kyle",
            {"Kyle": {2: 3, 4: 4, 7: 2, 9: 5, 11: 6}, "Janet": {2: 2, 7: 3, 11: 6}},
            zero="Out every day",
            ten="Nobody sends me anywhere",
            about="education",
        ),
        Goal(
            "Know what to do when he goes quiet.",
            "Janet",
            {"Janet": {3: 4, 8: 5, 11: 6}},
            zero="I guess",
            ten="I know, and I wait",
            about="relationships",
        ),
    ),
    contacts=(
        Contact(
            9,
            "10:20am",
            NoteKind.CALL,
            "A better week. Kyle read out loud in history.",
            others=("Ms Farrell",),
            minutes=10,
        ),
        Contact(18, "11:10am", NoteKind.CALL, "Rang Janet. No answer, left nothing.", ("Janet",), reached=False),
    ),
    beside=(
        Beside("Ms Farrell", "Pastoral lead", "Kirkfield High", "school", "0113 496 0118"),
        Beside("Beckside Family Hub", "Bike workshop, Saturdays", "", "service", "0113 496 0136"),
    ),
    agreed=Agreed(("Janet",), yes=("School", "GP", "Family Hub")),
)

LORNAS = (WHITAKER, TESFAYE, KOWALCZYK, OKAFOR_REID, BARLOW)
