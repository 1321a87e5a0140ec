"""The Maliks, with Lorna: school, mornings, and a bus. Week 9."""

from app.demo.told import (
    Agreed,
    Amended,
    Beside,
    Contact,
    FamilyTold,
    Goal,
    NotMet,
    Person,
    Promised,
    TeamMet,
    Warned,
    WeBothSay,
    Week,
    Worried,
)
from app.families.models import WarningKind
from app.notes.models import NoteKind
from app.promises.models import PromiseKind, PromiseState
from app.worries.models import Urgency

KEPT = PromiseState.KEPT

PEOPLE = (
    Person("Shazia", "Mum", 36, speaks="Urdu", also="English", phone="07700 900142", times="after 9am"),
    Person(
        "Imran",
        "Dad",
        39,
        speaks="Urdu",
        also="English",
        phone="07700 900143",
        ways="call",
        times="after 2pm",
        about="Drives nights",
    ),
    Person("Ayaan", "Child", 11, "Kirkfield High", birthday_ago=200),
    Person("Hiba", "Child", 7, "Beckside Primary", birthday_ago=150),
    Person(
        "Nani",
        "Shazia’s mum",
        68,
        about="Rukhsana. Lives two doors down",
        surname="",
        speaks="Urdu",
        responsible=False,
        lives_here=False,
        home="Nani’s",
    ),
)

GOALS = (
    Goal(
        "Ayaan gets to school most mornings and feels OK about it.",
        "Shazia",
        {
            "Shazia": {1: 2, 2: 2, 3: 3, 4: 3, 6: 4, 7: 5, 8: 5},
            "Ayaan": {1: 1, 2: 2, 3: 2, 4: 3, 6: 3, 7: 4, 8: 4},
        },
        zero="as hard as it gets",
        ten="there every day, and fine about it",
        about="education",
        steps=(
            ("*Walk to the stop together", "Shazia", "every school day"),
            ("Sit near the driver on the number 12", "Ayaan", ""),
            ("Talk to Ms Farrell about the older boys", "Lorna", "by Friday"),
        ),
    ),
    Goal(
        "Mornings without shouting.",
        "Shazia",
        {"Shazia": {2: 3, 3: 3, 4: 4, 6: 5, 7: 5, 8: 6}, "Hiba": {2: 4, 4: 4, 7: 5, 8: 6}},
        zero="shouting every morning",
        ten="we leave the house laughing",
        about="relationships",
        steps=(
            ("*Pack bags the night before", "Everyone", ""),
            ("Imran makes the lunches when he gets in", "Imran", ""),
        ),
    ),
    Goal(
        "Mum gets one hour a week that is just hers.",
        "Shazia",
        {"Shazia": {3: 2, 6: 3, 8: 4}},
        zero="never a minute",
        ten="an hour every week, and nobody knocks",
        about="health",
        steps=(("Nani has the children on Sunday mornings", "Nani", "from this month"),),
    ),
)

WEEKS = {
    1: Week(
        "We drank tea and drew who is who. Shazia told me about mornings: three alarms, two breakfasts and a "
        "shout at ten to eight. Ayaan stayed upstairs at first and came down for the biscuits.",
        said=(
            ("Ayaan", "It’s not school. It’s getting there.", "on the stairs"),
            ("Shazia", "I don’t want to be a shouter."),
        ),
        means="He says himself that it is the way there and not school. I’ll stay with that.",
        promised=(Promised("Ring Ms Farrell about a person for Ayaan to go to", answer=KEPT),),
        topics=("School", "Mornings and bedtimes"),
        there=("Shazia", "Imran", "Ayaan", "Hiba"),
    ),
    2: Week(
        "Numbers again, all in their own words. Hiba made hers with raisins. We wrote down mornings as a second "
        "goal because Shazia asked to.",
        said=(("Hiba", "When it’s loud I put my fingers in.", "at the kitchen table"),),
        topics=("Mornings and bedtimes", "Home"),
        alone=("Hiba",),
    ),
    3: Week(
        "Shazia has moved the alarm and put the shoes by the door. Two calm mornings out of five. She would like "
        "an hour to herself, and laughed when I wrote it down as a goal.",
        topics=("Mornings and bedtimes", "Home"),
        promised=(Promised("Ask Nani about Sunday mornings", "Shazia", answer=KEPT),),
        alone=("Ayaan",),
    ),
    4: Week(
        "Ayaan showed me his route on the map: the number 12, top deck. He did not want to say more about the bus "
        "today, so we left it. Ms Farrell has a place for him at lunch.",
        said=(("Ayaan", "Lunch is all right now.", "walking to the shop"),),
        means="He trusts us with a little more each week. The bus comes up and goes away again.",
        topics=("School", "The bus"),
        alone=("Ayaan",),
    ),
    6: Week(
        "First visit after half-term. The week off was loud, and Shazia said so straight away. Nani has had the "
        "children twice.",
        topics=("Home",),
        promised=(Promised("Send the letter to Dr Osei about Ayaan’s tummy aches", answer=KEPT),),
        alone=("Hiba",),
    ),
    7: Week(
        "There is a row with a neighbour on the street about the bins, and it came to the door while I was there. "
        "Shazia stayed calm. Priya and I have agreed that we visit in pairs for a month. Ayaan told me about two "
        "older boys on the number 12. Shazia said yes to telling school.",
        said=(("Ayaan", "They sit behind me and kick the seat.", "on his own in the front room"),),
        means="The bus is what the tummy aches are about. School can help with the two boys.",
        topics=("The bus", "Keeping safe"),
        promised=(Promised("Tell Ms Farrell about the two boys", answer=KEPT),),
        alone=("Ayaan", "Hiba"),
        important=True,
    ),
    8: Week(
        "Bags were packed by the door. Shazia said they have done it three nights running, and it was Imran’s idea. "
        "Ayaan had toast before the bus. Shazia waited at the stop until he got on.",
        said=(
            ("Ayaan", "I like it when Mum waits at the stop until I’m on.", "on his own in the front room"),
            ("Shazia", "I shouted once on Monday. Once."),
        ),
        means="The packed bags take the rush out of mornings. The bus itself is what worries Ayaan, more than "
        "school. One week is a small sample, so I’ll ask again.",
        topics=("School", "The bus", "Home"),
        there=("Shazia", "Ayaan", "Hiba", "Nani"),
        alone=("Ayaan",),
        minutes=30,
        written=6,
        promised=(
            Promised("Bring the bus pass form", due=0, kind=PromiseKind.BRING),
            Promised("Walk to the stop with Ayaan", "Shazia", by="every school day"),
        ),
        for_family=True,
        read_by="Priya",
        amended=Amended(
            "Bags were packed by the door. Shazia said they have done it three nights running, and it was her idea. "
            "Ayaan had toast before the bus. Shazia waited at the stop until he got on.",
            "I wrote that it was Imran’s idea. Shazia read it and told me it was hers.",
        ),
    ),
}

CONTACTS = (
    Contact(
        56,
        "9:30am",
        NoteKind.CALL,
        "Rang to say who I am and when I’d come. Shazia asked whether I’d take my shoes off. I said gladly.",
        ("Shazia",),
        minutes=10,
    ),
    Contact(
        48,
        "2:30pm",
        NoteKind.CALL,
        "First talk with Imran, after his sleep. He’d like the children to have breakfast with him when he gets in.",
        ("Imran",),
        minutes=15,
    ),
    Contact(
        41,
        "11am",
        NoteKind.CALL,
        "Told her what Ayaan would like: one person to go to. She will be that person.",
        others=("Ms Farrell",),
        minutes=10,
    ),
    Contact(
        34, "1:15pm", NoteKind.TEXT, "Sent the times of the homework club. Shazia sent back a thumbs up.", ("Shazia",)
    ),
    Contact(
        29,
        "5:20pm",
        NoteKind.TEXT,
        "Shazia asked if half-term changes our day. I said no, same time, if that suits.",
        ("Shazia",),
    ),
    Contact(
        15,
        "10am",
        NoteKind.NOTE,
        "Letter to Dr Osei sent, with Shazia’s yes: tummy aches on school mornings, and what Ayaan says about them.",
        late_days=3,
    ),
    Contact(
        14,
        "4:30pm",
        NoteKind.OVERSIGHT,
        "Talked with Lorna about the row on the street. We visit in pairs for a month "
        "and look again then. The children were not part of it.",
        by="Priya",
    ),
    Contact(
        12,
        "2pm",
        NoteKind.CALL,
        "Becca can start with Ayaan in a fortnight. She’ll come to the next team meeting.",
        others=("Becca Lund",),
        minutes=15,
    ),
    Contact(
        4,
        "2pm",
        NoteKind.CALL,
        "Ayaan came in four days out of five. He has a friend to sit with at lunch.",
        others=("Ms Farrell",),
        minutes=10,
    ),
    Contact(
        1,
        "6:10pm",
        NoteKind.TEXT,
        "Asked if the bus pass form needs a photo. I said yes, and I’d bring my phone to take one.",
        ("Shazia",),
    ),
)

TEAM_MET = (
    TeamMet(
        "3:45pm",
        "at school",
        "How mornings and the bus are going for Ayaan.",
        {
            "Shazia": "I want mornings where nobody shouts, and I want him to have one person at school to go to.",
            "Ayaan": "Lunch is all right now. The bus isn’t.",
        },
        {
            "Ms Farrell": "Ayaan comes to my lunch table most days. He makes the others laugh.",
            "Becca Lund": "I can meet Ayaan at school, at a time that does not take him out of art.",
        },
        ago=22,
        going_well="Bags are packed the night before. Ayaan has a place at lunch.",
        worries="The number 12 in the mornings. Tummy aches on school days.",
        agreed=(
            Promised("Ring Ms Farrell on a morning that goes wrong", "Shazia", answer=KEPT),
            Promised("Keep a place at the lunch table for Ayaan", "Ms Farrell", answer=KEPT),
            Promised("Send everybody the day of the next meeting", answer=KEPT),
        ),
        next=20,
    ),
    TeamMet(
        "3:45pm",
        "at school",
        "What has changed since last time, and what Becca and Ayaan will do together.",
        {"Shazia": "", "Imran": "", "Ayaan": ""},
        {"Ms Farrell": "", "Becca Lund": ""},
        ahead=20,
    ),
)

WE_BOTH_SAY = WeBothSay(
    "We talked about the mornings. Bags were by the door three nights in a row, and that was Shazia’s idea. "
    "Ayaan still has tummy aches on some school days. Lorna has written to Dr Osei.",
    ("Shazia", "Imran"),
)

MALIK = FamilyTold(
    name="Malik",
    yarn="sea",
    worker="Lorna",
    week=9,
    day=1,
    people=PEOPLE,
    homes=(("Home", "22 Hollin Bank Street"), ("Nani’s", "26 Hollin Bank Street")),
    at="10:30am",
    seen=7,
    next=0,
    next_with=("Tom", "Tom is meeting you outside at 10:25am."),
    weeks=WEEKS,
    not_met={5: NotMet("Half-term. Shazia rang back at noon, they were at her sister’s.")},
    we_both_say=WE_BOTH_SAY,
    review=9,
    goals=GOALS,
    contacts=CONTACTS,
    beside=(
        Beside("Ms Farrell", "Pastoral lead", "Kirkfield High", "school", "0113 496 0118", agency="School"),
        Beside("Becca Lund", "MindMate wellbeing worker", "", "service", "0113 496 0135", "Starts soon", "MindMate"),
        Beside("Dr Osei", "GP", "", "health", "0113 496 0139", "Letter sent", "GP"),
    ),
    team_met=TEAM_MET,
    warnings=(
        Warned(
            WarningKind.PAIRS, "Visit in pairs.", "There is a row with a neighbour on the street.", ago=14, ahead=14
        ),
    ),
    agreed=Agreed(("Shazia", "Imran"), yes=("School", "GP", "MindMate"), no=("Housing",)),
    worries=(
        Worried(
            ago=14,
            at="10:55am",
            urgency=Urgency.HOLD,
            saw="Ayaan is scared of two older boys on the number 12 bus. School know, and Shazia "
            "said yes to telling them.",
            about="Ayaan",
            said="They sit behind me and kick the seat.",
            setting="in the front room, Ayaan alone with Lorna",
            asked="“What happens on the bus?” Nothing else.",
            told="That I’d tell Mum and Ms Farrell, and that he did right to say so.",
            safe="Shazia waits at the stop until he is on. He told us himself.",
            minutes=40,
            look_again=3,
        ),
    ),
    going_well="They laugh together. Nani is two doors down. Ayaan tells us what he thinks.",
    hopes="A morning that does not hurt anybody’s ears.",
)
