"""Two families of Three Mills about whom most is kept close: Rowe and Whitaker-Lawal."""

from app.demo.told import Agreed, Beside, Contact, Decided, FamilyTold, Goal, Person, Promised, Warned, Week, Worried
from app.families.models import WarningKind
from app.notes.models import NoteKind
from app.worries.models import DecisionKind, Urgency

ROWE = FamilyTold(
    name="Rowe",
    yarn="heather",
    worker="Chloe",
    week=9,
    day=1,
    people=(
        Person(
            "Leanne",
            "Mum",
            29,
            phone="07700 900213",
            ways="text",
            times="10am to 2pm",
            must_not_know="Craig",
            ask_again=12,
        ),
        Person("Jayden", "Child", 8, "Weir Lane Primary"),
        Person("Poppy", "Child", 4, "Three Mills Nursery"),
        Person(
            "Craig",
            "Dad",
            32,
            phone="07700 900214",
            ways="call",
            must_not_know="Leanne’s address, and the school",
            lives_here=False,
            home="Craig’s",
            about="Sees the children at the contact centre, supervised",
        ),
    ),
    homes=(("Leanne’s", "Flat 4, 2 Mill Race"), ("Craig’s", "70 Station Parade")),
    known_to={"Leanne’s": ("Leanne", "Jayden", "Poppy"), "Craig’s": ("Craig",)},
    at="11am",
    place="at the children’s centre",
    seen=6,
    next=0,
    weeks={
        8: Week(
            "Met at the children’s centre. Leanne put the light off herself on two nights. Texts "
            "only, between ten and two.",
            said=(("Jayden", "I check the door twice now, not ten.", "in the soft room"),),
            means="Leanne and Craig give Saturdays a different number. I write both down and make "
            "them agree about neither.",
            promised=(
                Promised("Look at the safe contact again", due=6),
                Promised("Ask the domestic abuse coordinator about the door lock", due=0),
            ),
            topics=("Keeping safe", "Sleep"),
            alone=("Jayden", "Poppy"),
        ),
    },
    review=7,
    goals=(
        Goal(
            "Sleep with the light off.",
            "Leanne",
            {"Leanne": {1: 1, 4: 2, 8: 5}},
            zero="Every light on",
            ten="Dark and fine",
            private=True,
            about="domestic_abuse",
        ),
        Goal(
            "Saturdays are calm for the kids.",
            "",
            {"Leanne": {1: 2, 8: 4}, "Craig": {2: 6, 8: 6}},
            zero="They dread it",
            ten="They look forward to it",
            about="relationships",
        ),
    ),
    contacts=(Contact(5, "12:30pm", NoteKind.TEXT, "Leanne: light off again.", ("Leanne",)),),
    beside=(
        Beside(
            "Domestic abuse coordinator", "", "Three Mills", "service", "0113 496 0125", agency="Domestic abuse service"
        ),
    ),
    warnings=(
        Warned(
            WarningKind.CONTACT,
            "Never ring or write to Leanne’s home. Text only, 10am to 2pm.",
            "Craig must not learn where they live.",
            ago=50,
            ahead=40,
        ),
    ),
    agreed=Agreed(("Leanne",), yes=("School", "Domestic abuse service"), no=("GP",)),
    safety_flag=True,
)

WHITAKER_LAWAL = FamilyTold(
    name="Whitaker-Lawal",
    yarn="sea",
    worker="Chloe",
    week=7,
    day=2,
    people=(
        Person(
            "Freya",
            "Child",
            15,
            "Three Mills Academy",
            phone="07700 900215",
            ways="text",
            must_not_know="Nobody else sees these texts",
        ),
        Person("Claire", "Mum", 44, surname="Whitaker", phone="07700 900216"),
        Person("Tunde", "Dad", 46, surname="Lawal", phone="07700 900217", ways="call"),
    ),
    homes=(("Home", "33 Albion Road"),),
    at="3:30pm",
    place="at school",
    seen=7,
    next=1,
    weeks={
        1: Week(
            "Freya had written down what she wanted to say. She asked who reads this before she began.",
            said=(("Freya", "I want it to be mine."),),
            topics=("Feelings",),
            there=("Freya",),
            alone=("Freya",),
        ),
        6: Week(
            "Freya told me something that could not wait. I wrote her words as she said them, asked "
            "nothing that leads, and "
            "told her what I must do.",
            means="An older man, gifts and lifts: this may be exploitation. Advice the same day.",
            topics=("Keeping safe",),
            there=("Freya",),
            alone=("Freya",),
            important=True,
        ),
    },
    review=24,
    goals=(
        Goal(
            "Have someone to ring at night who isn’t a mate.",
            "Freya",
            {"Freya": {1: 2, 4: 5}},
            private=True,
            zero="Nobody",
            ten="Two numbers, saved",
            about="health",
        ),
    ),
    contacts=(
        Contact(
            6,
            "2pm",
            NoteKind.MEETING,
            "Met with Freya and the social worker who takes it on with us.",
            ("Freya",),
            ("Social worker",),
            minutes=45,
            important=True,
        ),
    ),
    beside=(Beside("Mr Denby", "Pastoral lead", "Three Mills Academy", "school", "0113 496 0165"),),
    agreed=Agreed(("Claire", "Freya"), yes=("School",), children_asked=True),
    worries=(
        Worried(
            ago=7,
            at="4:10pm",
            urgency=Urgency.TODAY,
            saw="Freya showed me a new phone. She says that the man who bought it drives her home.",
            about="Freya",
            said="He’s like thirty. He gets me things and gives me lifts, and it’s fine. But now he "
            "wants me to stay over.",
            setting="in the room by the library, on her own with Chloe",
            asked="“Tell me about that.” Nothing else.",
            told="That I have to tell somebody whose job it is, today, and that I’d tell her what happens.",
            safe="She told us. She has not stayed over. Claire is at home tonight.",
            minutes=19,
            decided=Decided(
                DecisionKind.STEP_UP,
                "Possible exploitation by an adult. Duty and Advice rung at 4:55pm; a social worker "
                "visits with Chloe tomorrow. "
                "Her own words and wishes went with it.",
                62,
                ("Chloe", "Duty and Advice"),
                "Stepped up the same day. Joint visit tomorrow.",
                "",
            ),
        ),
    ),
    level="child_in_need",
)

APART = (ROWE, WHITAKER_LAWAL)
