"""Families of Three Mills in their first ten weeks: Nowicki, Doherty, Fairburn, Horvath."""

from app.demo.told import Agreed, Beside, Contact, FamilyTold, Goal, NotMet, Person, Promised, Warned, Week
from app.families.models import WarningKind
from app.notes.models import NoteKind
from app.promises.models import PromiseState

KEPT = PromiseState.KEPT

NOWICKI = FamilyTold(
    name="Nowicki",
    yarn="woad",
    worker="Chloe",
    week=10,
    day=1,
    people=(
        Person("Ewa", "Mum", 33, speaks="Polish", also="English", phone="07700 900206"),
        Person("Marek", "Dad", 35, speaks="Polish", phone="07700 900207", ways="text"),
        Person("Filip", "Child", 10, "Goit Side Primary", also="Polish"),
        Person("Oskar", "Child", 6, "Goit Side Primary", also="Polish"),
    ),
    homes=(("Home", "Flat 1, 16 Dye House Street"),),
    at="1:30pm",
    seen=6,
    next=1,
    weeks={
        9: Week(
            "We read the notice to leave together, line by line. There is mould in the boys’ room; "
            "photo taken with Ewa’s yes.",
            said=(("Oskar", "My bed smells like rain."),),
            means="The notice may not be good. That is for the housing adviser to say, not for us.",
            promised=(
                Promised("Ring the housing adviser together", due=1),
                Promised("Ask the GP for the letter about Filip", answer=KEPT),
            ),
            topics=("Housing", "Health"),
        ),
    },
    review=9,
    goals=(
        Goal(
            "Żeby spać spokojnie.",
            "Ewa",
            {"Ewa": {1: 1, 3: 3, 6: 3, 9: 8}},
            language="Polish",
            english="To sleep without worrying about the letter.",
            zero="I lie awake",
            ten="I sleep",
            about="housing",
            steps=(("Ring the housing adviser together", "Chloe and Ewa", "Wednesday"),),
        ),
    ),
    contacts=(
        Contact(2, "10:10am", NoteKind.TEXT, "Ewa sent the date on the envelope. Saved for the adviser.", ("Ewa",)),
    ),
    beside=(Beside("Three Mills housing advice", "Adviser", "", "service", "0113 496 0124"),),
    agreed=Agreed(("Ewa", "Marek"), yes=("School", "GP", "Housing")),
)

DOHERTY = FamilyTold(
    name="Doherty",
    yarn="moss",
    worker="Chloe",
    week=10,
    day=2,
    people=(
        Person("Bernadette", "Mum", 38, phone="07700 900208", ways="call", times="before noon"),
        Person("Patrick", "Child", 14, "Three Mills Academy"),
        Person("Kathleen", "Child", 11, "Goit Side Primary", birthday_ago=30),
    ),
    homes=(("Home", "4 Canal Side"),),
    at="11am",
    seen=7,
    next=2,
    weeks={
        8: Week(
            "Patrick showed me the engine that he rebuilt, and started it. Kathleen timed him.",
            said=(("Patrick", "I can read it if it’s a manual."),),
            means="Strength is the way in. Services broke promises to them before: ours have to hold.",
            promised=(Promised("Ring the college about a taster day", answer=KEPT),),
            topics=("School", "Work and training"),
        ),
        9: Week(
            "The college can take him for a day. Bernadette would like to see it first.",
            said=(("Bernadette", "You rang when you said. I noticed."),),
            topics=("Work and training",),
            promised=(Promised("Fix the day of the visit to the college", due=3),),
        ),
    },
    not_met={7: NotMet("Nobody in. They were at a funeral, and rang the next day.")},
    review=6,
    goals=(
        Goal(
            "Work on motors, not sit in isolation.",
            "Patrick",
            {"Patrick": {1: 0, 5: 2, 9: 6}},
            zero="In the booth",
            ten="In the workshop",
            about="education",
        ),
    ),
    contacts=(
        Contact(
            20,
            "10am",
            NoteKind.CALL,
            "Bernadette rang: they had been at a funeral. Said sorry for her loss, and kept the same day next week.",
            ("Bernadette",),
            minutes=10,
        ),
    ),
    agreed=Agreed(("Bernadette",), yes=("School",), no=("Housing",)),
    going_well="They look after each other, and everybody who comes through the gate.",
)

FAIRBURN = FamilyTold(
    name="Fairburn",
    yarn="heather",
    worker="Chloe",
    week=8,
    day=1,
    people=(
        Person("Jo", "Mum", 40, phone="07700 900209", ways="text", about="Uses a wheelchair"),
        Person("Steph", "Mum", 42, phone="07700 900210", times="after 5pm"),
        Person("Ellis", "Child", 10, "Weir Lane Primary", about="Types rather than talks when tired"),
    ),
    homes=(("Home", "12 Albion Road"),),
    at="2:30pm",
    seen=6,
    weeks={
        7: Week(
            "The visual plan is on the fridge and was used on five days. Ellis moved tomorrow’s "
            "card while I was there.",
            said=(("Ellis", "green days are best.", "typed"),),
            means="What helps does not have to wait for a diagnosis.",
            promised=(
                Promised("Give school a copy of the plan", due=2),
                Promised("Put a note about the ramp in the diary for visitors", answer=KEPT),
            ),
            topics=("Mornings and bedtimes", "School"),
        ),
    },
    review=17,
    goals=(
        Goal(
            "Know what’s happening tomorrow.",
            "Ellis",
            {"Ellis": {1: 3, 4: 6, 7: 8}},
            zero="Surprises",
            ten="I know",
            about="health",
        ),
        Goal(
            "Eat one meal together.",
            "Steph",
            {"Steph": {1: 2, 7: 6}},
            zero="In shifts",
            ten="All three, sitting",
            about="relationships",
        ),
    ),
    warnings=(
        Warned(
            WarningKind.ACCESS, "Keep the ramp clear: park across the road.", "Jo’s chair needs it.", ago=45, ahead=45
        ),
    ),
    agreed=Agreed(("Jo", "Steph"), yes=("School", "GP")),
)

HORVATH = FamilyTold(
    name="Horvath",
    yarn="rowan",
    worker="Marcus",
    week=10,
    day=3,
    people=(
        Person("Jana", "Mum", 34, speaks="Slovak", also="English", phone="07700 900211"),
        Person("Milan", "Dad", 36, speaks="Slovak", phone="07700 900212", ways="call"),
        Person("Dana", "Child", 13, "Three Mills Academy", also="Slovak"),
        Person("Roman", "Child", 11, "Goit Side Primary", birthday_ago=30, also="Slovak"),
        Person("Lucia", "Child", 9, "Goit Side Primary", also="Slovak"),
        Person("Adrian", "Child", 7, "Goit Side Primary", also="Slovak"),
        Person("Nela", "Child", 5, "Goit Side Primary", also="Slovak"),
    ),
    homes=(("Home", "22 Dye House Street"),),
    at="3:45pm",
    seen=8,
    weeks={
        9: Week(
            "Seven people in two bedrooms. All five children seen, Dana alone.",
            said=(("Dana", "I’m good at it. I’m just tired.", "alone, in the yard"),),
            means="Pride and load together. A young carer’s assessment is her right.",
            promised=(
                Promised("Ring the carers’ service with Dana", due=1),
                Promised("Ask school about the walking bus", answer=KEPT),
            ),
            topics=("Home", "School"),
            alone=("Dana",),
        ),
        # So that nobody waits for a turn: each child has one.
        8: Week(
            "A walk round the dam with the younger four, one at a time and then all at once.",
            said=(("Nela", "I am fast."),),
            topics=("Home", "Feelings"),
            alone=("Roman", "Lucia", "Adrian", "Nela"),
        ),
    },
    review=19,
    goals=(
        Goal(
            "One evening that’s mine.",
            "Dana",
            {"Dana": {1: 1, 5: 4, 9: 5}},
            zero="None",
            ten="Thursdays",
            about="health",
        ),
        Goal("All in on time.", "Jana", {"Jana": {1: 2, 9: 6}}, zero="Nobody", ten="All five", about="education"),
    ),
    beside=(Beside("Young carers", "Assessment and group", "", "service", "0113 496 0121"),),
    agreed=Agreed(("Jana", "Milan"), yes=("School", "GP", "Housing")),
)

BEGINNING = (NOWICKI, DOHERTY, FAIRBURN, HORVATH)
