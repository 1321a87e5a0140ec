"""Every number that a cluster chooses, with its default, its limits and where it comes from.

The defaults stand here as data; a row of `Figure` overrides one for its cluster. Read them with
`queries.figures_of`. The words of choices stand in `lists.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, cast


@dataclass(frozen=True, kw_only=True)
class About:
    """What a figure is: its words, unit, least and most, and the source of its default."""

    words: str
    unit: str
    least: int
    most: int
    source: str
    group: str


def _figure(default: int, group: str, words: str, unit: str, least: int, most: int, source: str) -> int:
    about = About(words=words, unit=unit, least=least, most=most, source=source, group=group)
    return field(default=default, metadata={"about": about})


PLAN, VISITS, UNSEEN, RECORDS, PEOPLE = "The plan", "Visits", "When nobody answers", "Notes and worries", "Who may see"
LONE = "Out alone"
TOGETHER = "Supervision"
# Written down so that a cluster can say them now; nothing asks for them yet.
LATER = "For later: nothing uses these yet"


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The numbers of one cluster. Weeks, days, minutes and hours as each one's unit says."""

    plan_weeks: int = _figure(26, PLAN, "How long a plan lasts", "weeks", 4, 104, "The Leeds cluster model: 26 weeks")
    ending_week: int = _figure(
        20, PLAN, "When to start talking about the ending", "weeks in", 2, 103, "The Leeds cluster model: week 20"
    )
    most_extra_weeks: int = _figure(
        12, PLAN, "Most weeks a plan goes on past its end at a time", "weeks", 1, 52, "Our proposal: a school term"
    )
    review_weeks: int = _figure(
        6, PLAN, "How often a plan is reviewed", "weeks", 1, 26, "Usual in England: 6 to 8 weeks"
    )
    team_meeting_weeks: int = _figure(
        6, PLAN, "How often the team around a family meets", "weeks", 1, 26, "Usual in England: 6 to 12 weeks"
    )
    team_meeting_minutes: int = _figure(
        60, PLAN, "How long a team meeting is planned for", "minutes", 15, 240, "Our proposal"
    )
    active_goals: int = _figure(3, PLAN, "Most goals at one time", "goals", 1, 10, "Goal-based outcomes: up to three")
    rating_gap: int = _figure(
        3, PLAN, "Two people’s numbers this far apart are worth a talk", "points", 1, 10, "Our proposal"
    )
    caseload: int = _figure(
        6, PLAN, "Families one lead worker is expected to have", "families", 1, 60, "Our proposal, with a visit a week"
    )
    look_again_weeks: int = _figure(
        13,
        PLAN,
        "Ask again about safe contact, agreements and safety notes after",
        "weeks",
        1,
        52,
        "Our proposal: a quarter of a year",
    )
    first_contact_working_days: int = _figure(
        5, VISITS, "First contact after a lead worker is chosen", "working days", 1, 60, "Our proposal"
    )
    visit_minutes: int = _figure(
        60, VISITS, "How long a visit is planned for", "minutes", 15, 240, "Usual: 45 to 90 minutes"
    )
    reminder_hour: int = _figure(
        16, VISITS, "Text whoever asked for it about tomorrow’s visit from", "o’clock", 8, 19, "Our proposal"
    )
    alone_days: int = _figure(
        28, VISITS, "Say so when a child was not seen alone for", "days", 7, 182, "Our proposal: four weeks"
    )
    ladder_call: int = _figure(
        1, UNSEEN, "Ring the family and try again after", "visits without an answer", 1, 10, "Our proposal"
    )
    ladder_supervisor: int = _figure(
        2,
        UNSEEN,
        "Tell the supervisor and ask the school after",
        "visits in a row without an answer",
        1,
        10,
        "Our proposal",
    )
    ladder_decision: int = _figure(
        3, UNSEEN, "A decision in supervision after", "visits in a row without an answer", 1, 10, "Our proposal"
    )
    unseen_working_days: int = _figure(
        10, UNSEEN, "The same decision when nobody was seen for", "working days", 1, 60, "Our proposal"
    )
    note_late_working_days: int = _figure(
        2,
        RECORDS,
        "A note counts as late when written down after",
        "working days",
        1,
        30,
        "Common: due in a day, late at two",
    )
    worry_unopened_minutes: int = _figure(
        15, RECORDS, "Tell the deputy when a worry for today is unopened for", "minutes", 5, 240, "Our proposal"
    )
    lone_grace_minutes: int = _figure(
        15, LONE, "Late back, when somebody is not out of a visit within", "minutes", 0, 120, "Our proposal"
    )
    lone_again_minutes: int = _figure(
        10,
        LONE,
        "Tell the supervisor and the buddy again, until somebody answers, every",
        "minutes",
        2,
        60,
        "Our proposal",
    )
    lone_dealing_minutes: int = _figure(
        30,
        LONE,
        "Tell them again, when somebody said they were dealing with it and nothing followed, after",
        "minutes",
        5,
        240,
        "Our proposal",
    )
    unsent_hours: int = _figure(
        24, RECORDS, "Say so when something waits on a phone for", "hours", 4, 168, "Our proposal: a day"
    )
    digest_day: int = _figure(
        1,
        RECORDS,
        "Email each supervisor how their team stands on",
        "of the week: Monday is 1",
        1,
        7,
        "Our proposal",
    )
    digest_hour: int = _figure(8, RECORDS, "Email them from", "o’clock", 6, 20, "Our proposal")
    file_audit_files: int = _figure(
        3, PEOPLE, "Files that one draw of a file audit takes", "files", 1, 10, "Published by one council: 3 a quarter"
    )
    file_audit_weeks: int = _figure(
        26, PEOPLE, "A file audit draws plans that closed within the last", "weeks", 4, 104, "Our proposal: half a year"
    )
    file_audit_days: int = _figure(
        28, PEOPLE, "Files that were drawn can be read for", "days", 7, 90, "Our proposal: four weeks"
    )
    reason_minutes: int = _figure(
        60, PEOPLE, "A reason given opens a family for", "minutes", 5, 480, "Our proposal: an hour"
    )
    supervision_weeks: int = _figure(
        2, TOGETHER, "A group meets every", "weeks", 1, 12, "Usual: every two to four weeks"
    )
    supervision_minutes: int = _figure(
        120, TOGETHER, "How long a session is planned for", "minutes", 30, 300, "Usual: two to three hours"
    )
    discussion_minutes: int = _figure(
        15, TOGETHER, "How long one family is talked about", "minutes", 2, 90, "Our proposal"
    )
    brief_days: int = _figure(
        7, TOGETHER, "The group may read a brief until, after the session,", "days", 0, 31, "Our proposal: a week"
    )
    stuck_weeks: int = _figure(
        6, TOGETHER, "A goal is stuck when no number has moved for", "weeks", 2, 26, "Our proposal: one review"
    )
    new_weeks: int = _figure(4, TOGETHER, "A family is new for", "weeks", 1, 26, "Our proposal")
    discussed_weeks: int = _figure(
        8, TOGETHER, "A family was talked about long ago after", "weeks", 2, 52, "Our proposal: each family in turn"
    )
    first_visit_working_days: int = _figure(
        10, LATER, "First visit after a lead worker is chosen", "working days", 1, 60, "Our proposal"
    )
    family_access_age: int = _figure(
        12,
        LATER,
        "A young person may have a sign-in of their own from",
        "years old",
        8,
        18,
        "Our proposal; England fixes no age",
    )

    def ending_from(self, weeks: int) -> int:
        """The week from which a plan of so many weeks is talked about as ending: as long before its end as usual."""
        return weeks - (self.plan_weeks - self.ending_week)


ABOUT: Mapping[str, About] = {figure.name: figure.metadata["about"] for figure in fields(cast(Any, Figures))}
DEFAULTS = Figures()
