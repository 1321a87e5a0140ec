"""Every list of choices that a cluster words for itself, and who to ring, with their defaults.

A row of `Label` rewords, moves, hides or adds a choice for its cluster; nothing is ever deleted, since
old records point at it. Read them with `queries.choices_of` and `queries.urgent_numbers`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from app.clusters.models import NumberWhen


@dataclass(frozen=True, kw_only=True)
class Choices:
    """A list: what it is called, where people meet it, and the choices it starts with."""

    title: str
    hint: str
    defaults: Mapping[str, str]


LISTS: Mapping[str, Choices] = {
    "topics": Choices(
        title="What was talked about",
        hint="On a visit and a contact note",
        defaults={
            "school": "School",
            "home": "Home",
            "routines": "Mornings and bedtimes",
            "sleep": "Sleep",
            "behaviour": "Behaviour",
            "feelings": "Feelings",
            "friends": "Friends",
            "family": "Getting on as a family",
            "health": "Health",
            "money": "Money",
            "housing": "Housing",
            "work": "Work and training",
            "safety": "Keeping safe",
            "travel": "Getting there and back",
        },
    ),
    "cancel_reasons": Choices(
        title="Why a visit was cancelled or moved",
        hint="Honest reasons, ours among them",
        defaults={
            "wrong_time": "I got the time wrong",
            "running_late": "I ran late",
            "called_away": "I was needed somewhere else",
            "worker_ill": "I was ill",
            "family_ill": "Someone in the family was ill",
            "family_asked": "The family asked for another day",
            "family_forgot": "It slipped the family’s mind, and they rang",
            "family_event": "Something came up for the family",
            "no_interpreter": "The interpreter could not come",
            "not_safe": "It was not safe to go",
            "travel": "Weather or transport",
            "other": "Another reason",
        },
    ),
    "places": Choices(
        title="Where we meet",
        hint="On a visit and a note",
        defaults={
            "home": "at home",
            "school": "at school",
            "family_hub": "at the Family Hub",
            "childrens_centre": "at the children’s centre",
            "office": "at our office",
            "relative": "at a relative’s home",
            "out": "out and about",
            "car": "in the car",
            "online": "online",
        },
    ),
    "not_seen_reasons": Choices(
        title="Why a child was not seen, or not seen alone",
        hint="On a visit",
        defaults={
            "at_school": "At school or nursery",
            "out": "Out",
            "asleep": "Asleep",
            "unwell": "Unwell",
            "did_not_want": "Did not want to",
            "too_little": "Too little to be on their own with us",
            "no_space": "There was nowhere to talk alone",
            "grown_up_said_no": "A grown-up said no",
            "ran_out_of_time": "We ran out of time",
            "other": "Another reason",
        },
    ),
    "relationships": Choices(
        title="Who somebody is in the family",
        hint="In a family’s details",
        defaults={
            "mum": "Mum",
            "dad": "Dad",
            "child": "Child",
            "stepmum": "Stepmum",
            "stepdad": "Stepdad",
            "partner": "Partner",
            "grandma": "Grandma",
            "grandad": "Grandad",
            "aunt": "Aunt",
            "uncle": "Uncle",
            "grown_up_sister": "Grown-up sister",
            "grown_up_brother": "Grown-up brother",
            "carer": "Carer",
            "foster_carer": "Foster carer",
            "family_friend": "Family friend",
            "other": "Somebody else",
        },
    ),
    # The ten headline outcomes of the Supporting Families guidance.
    "outcome_areas": Choices(
        title="What a goal is about",
        hint="The ten headline outcomes, for reports",
        defaults={
            "education": "Getting a good education",
            "early_years": "Good early years development",
            "health": "Better mental and physical health",
            "substance_use": "Less harm from alcohol or drugs",
            "relationships": "Better family relationships",
            "safe_from_harm": "Children safe from abuse and exploitation",
            "crime": "Staying away from crime",
            "domestic_abuse": "Safe from domestic abuse",
            "housing": "Secure housing",
            "money": "Steady money",
        },
    ),
    "what_helped": Choices(
        title="What helped",
        hint="When a goal is looked at together. The family’s answer",
        defaults={
            "at_home": "Something we changed at home",
            "worker": "Talking with our worker",
            "school": "Help at school",
            "people": "Family or friends",
            "group": "A group or a course",
            "time": "Time",
        },
    ),
    "agencies": Choices(
        title="Who a family may be happy for us to talk to",
        hint="When a family says yes or no to sharing",
        defaults={
            "school": "School",
            "nursery": "Nursery or childminder",
            "gp": "GP",
            "health_visitor": "Health visitor",
            "school_nurse": "School nurse",
            "mental_health": "Mental health service",
            "social_care": "Children’s social care",
            "family_hub": "Family Hub",
            "housing": "Housing",
            "police": "Police",
            "domestic_abuse": "Domestic abuse service",
            "drugs_alcohol": "Drug and alcohol service",
            "money_advice": "Money and benefits advice",
            "youth_service": "Youth service",
            "charity": "A charity or community group",
        },
    ),
    "consent_ways": Choices(
        title="How somebody told us yes or no",
        hint="When consent is written down",
        defaults={
            "spoken": "Said it, face to face",
            "phone": "Said it on the phone",
            "written": "In writing",
            "interpreter": "Through an interpreter",
        },
    ),
    "close_reasons": Choices(
        title="Why our work with a family ended",
        hint="When a plan is closed. Nothing uses it yet",
        defaults={
            "goals_met": "Goals met, and holding",
            "progress": "Better, and the family is managing",
            "family_chose": "The family chose to stop",
            "not_reached": "We could not find a way to work together",
            "moved": "The family moved away",
            "stepped_up": "Stepped up to children’s social care",
            "transferred": "Handed over to another service",
            "opened_by_mistake": "Opened by mistake, or twice",
            "child_died": "A child died",
        },
    ),
    # What local audits of early help ask of a file (domain.md, 4): yes, partly, no, or it does not apply.
    "file_questions": Choices(
        title="What a file audit asks",
        hint="Of each file in a random sample, read by two people",
        defaults={
            "voice": "Is each child’s voice in it, in their own words?",
            "siblings": "Is every brother and sister seen in it?",
            "own_plan": "Is the plan the family’s own, in their words?",
            "oversight": "Is management oversight there, dated and with reasons?",
            "outcome": "Does it say what came of it, at the end or so far?",
            "alone": "Was each child seen alone, or does it say why not?",
            "reviews": "Were reviews on time?",
            "promises": "Were promises followed up?",
            "notes": "Were notes written on time?",
            "analysis": "Is what we think kept apart from what happened?",
        },
    ),
    "levels": Choices(
        title="Levels of help",
        hint="On a family’s plan. Nothing uses it yet",
        defaults={
            "early_help": "Early help",
            "family_help": "Family Help",
            "child_in_need": "Child in need (section 17)",
        },
    ),
    "complaints": Choices(
        title="Where a family can complain",
        hint="On their own page: a name and a number, or an address",
        defaults={"manager": "Ask to talk to the manager of the team"},
    ),
    # The main languages of West Yorkshire in the census of 2021, and others common in Leeds.
    "languages": Choices(
        title="Languages",
        hint="In a family’s details and for interpreters",
        defaults={
            "english": "English",
            "bsl": "British Sign Language",
            "arabic": "Arabic",
            "bengali": "Bengali",
            "cantonese": "Cantonese",
            "czech": "Czech",
            "farsi": "Farsi",
            "french": "French",
            "kurdish_sorani": "Kurdish Sorani",
            "lithuanian": "Lithuanian",
            "polish": "Polish",
            "portuguese": "Portuguese",
            "punjabi": "Punjabi",
            "romanian": "Romanian",
            "slovak": "Slovak",
            "spanish": "Spanish",
            "tigrinya": "Tigrinya",
            "ukrainian": "Ukrainian",
            "urdu": "Urdu",
        },
    ),
    "ways_of_working": Choices(
        title="Ways of working in supervision",
        hint="When a group’s session is planned",
        defaults={
            "quick_round": "Quick round",
            "three_columns": "Three columns",
            "signs_of_safety": "Signs of Safety group",
            "bells": "Bells that ring",
            "rethink": "Rethink 6Ps",
        },
    ),
    "rethink": Choices(
        title="Rethink: the six Ps",
        hint="In supervision, for us",
        defaults={
            "presenting": "Presenting",
            "predisposing": "Predisposing",
            "precipitating": "Precipitating",
            "perpetuating": "Perpetuating",
            "protective": "Protective",
            "predictive": "Predictive",
        },
    ),
    "rethink_family": Choices(
        title="Rethink: the six Ps as a family says them",
        hint="Beside our own words",
        defaults={
            "presenting": "What’s happening",
            "predisposing": "What’s in the background",
            "precipitating": "What set it off",
            "perpetuating": "What keeps it going",
            "protective": "What helps",
            "predictive": "What if nothing changes",
        },
    ),
    "service_kinds": Choices(
        title="Kinds of service",
        hint="On the list of services",
        defaults={
            "family_support": "Family support",
            "therapy": "Therapy and counselling",
            "targeted_services": "Targeted services",
            "family_hub": "Family Hub",
            "youth": "Youth service",
            "health": "Health",
            "housing": "Housing and money",
            "charity": "Charity or community group",
            "other": "Another kind",
        },
    ),
}


@dataclass(frozen=True, kw_only=True)
class NumberToRing:
    """A number for a worry: who answers, what for, when; `open_now` says whether it is the time for it."""

    name: str
    words: str
    phone: str
    when: NumberWhen
    open_now: bool = True


EMERGENCY = NumberToRing(
    name="Someone is in danger now",
    words="Police or ambulance. Don’t wait for anyone",
    phone="999",
    when=NumberWhen.ALWAYS,
)
# For a cluster that has not put in its own: beside 999 they are numbers for drama (Ofcom's).
NUMBERS = (
    EMERGENCY,
    NumberToRing(
        name="Duty and Advice",
        words="If you can’t reach your supervisor, or you’re not sure it can wait",
        phone="0113 496 0110",
        when=NumberWhen.OFFICE,
    ),
    NumberToRing(
        name="Emergency duty team",
        words="Evenings, nights, weekends and bank holidays",
        phone="0113 496 0119",
        when=NumberWhen.OUT_OF_HOURS,
    ),
)
# Weekday (Monday is 0): from, until.
OFFICE_HOURS: Mapping[int, tuple[time, time]] = {day: (time(9), time(17)) for day in range(5)}
