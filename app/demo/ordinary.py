"""The plain words of weeks of which no more is told: most visits are ordinary, and that is the work."""

from app.demo.told import FamilyTold, Week

# {child} and {grown_up} are the first of each in the family's own order.
WEEKS = (
    ("We went through the week day by day. {grown_up} could name two calm evenings without being asked.", "home"),
    (
        "{child} showed me round before the kettle had boiled. We talked about school and about who is kind there.",
        "school",
    ),
    (
        "A quiet visit. {grown_up} was tired after a long week, so we did one thing: wrote Friday’s "
        "plan on the fridge.",
        "routines",
    ),
    (
        "We read the letter from school together and {grown_up} rang them while I was there. It was "
        "easier than it looked.",
        "school",
    ),
    ("{child} wanted to play cards first, so we did. The talking came after the second game.", "feelings"),
    (
        "{grown_up} has kept the morning list going for five days of seven. We took off the step that nobody needs.",
        "routines",
    ),
    (
        "We looked back at the first week’s numbers. {grown_up} laughed and said that it feels like another house.",
        "home",
    ),
    ("The heating was off, so we met with coats on. {grown_up} rang the landlord, and I sat beside.", "housing"),
    ("{child} drew the week as weather: rain on Monday, sun on Thursday. Thursday was swimming.", "feelings"),
    ("We practised what to say at the parents’ evening. {grown_up} has three questions written down.", "school"),
    ("{grown_up} and I filled in the form for the club. {child} chose the day.", "friends"),
    ("Bedtimes have slipped since the clocks changed. We agreed on one small step back, not three.", "sleep"),
    ("{grown_up} had been to the GP by the time I came and told me how it went.", "health"),
    ("We made tea together while we talked. {child} did the stirring and most of the talking.", "home"),
    (
        "A hard week, and {grown_up} said so. We stayed with what had helped before: early tea, "
        "screens off, one story.",
        "routines",
    ),
    ("{child} told me about a friend from class who is coming round on Saturday. It is the first time.", "friends"),
    (
        "We talked about money for the first time. {grown_up} knows now where the advice centre is and when it opens.",
        "money",
    ),
    ("{grown_up} showed me the calendar on the door. Everybody has a colour, and the dog too.", "routines"),
)

SAID = (
    "It was a good week. Mostly.",
    "I like it when nobody’s in a rush.",
    "Can we do the cards again?",
    "I told Miss and she listened.",
    "It’s better when the telly’s off first.",
    "I did it all by myself.",
    "You came back.",
)
TOPIC_WORDS = {
    "home": "Home",
    "school": "School",
    "routines": "Mornings and bedtimes",
    "feelings": "Feelings",
    "housing": "Housing",
    "friends": "Friends",
    "sleep": "Sleep",
    "health": "Health",
    "money": "Money",
}


def ordinary_week(told: FamilyTold, week: int) -> Week:
    """A week's words; no family hears the same ones twice within half a plan."""
    place = week * 5 + sum(map(ord, told.name))
    words, topic = WEEKS[place % len(WEEKS)]
    child = next((one.name for one in told.people if one.is_child), "")
    grown_up = next(one.name for one in told.people if not one.is_child)
    said = ((child, SAID[place % len(SAID)]),) if child and place % 3 == 0 else ()
    return Week(
        happened=words.format(child=child, grown_up=grown_up),
        said=said,
        topics=(TOPIC_WORDS[topic],),
        minutes=45 + 5 * (place % 5),
    )
