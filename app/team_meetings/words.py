"""What pages about team meetings say in a line."""

from collections.abc import Mapping
from datetime import date

from app.team_meetings.models import MeetingState, TeamMeeting
from app.team_meetings.queries import MeetingStory, PersonLine
from app.web.days import when_said
from app.web.filters import capital, list_words
from app.web.sentences import sentence

STATE_WORDS: Mapping[MeetingState, str] = {
    MeetingState.PLANNED: "Planned",
    MeetingState.HELD: "We met",
    MeetingState.CANCELLED: "Cancelled",
}
# The more there is to say, the smaller it is set: the minutes stay one page. Characters, and the look from there on.
SIZES = ((4_200, "tiny"), (2_200, "small"))


def line_words(meeting: TeamMeeting, today: date) -> str:
    """Tue 24 Nov, 4pm, at school."""
    return sentence("{}, {}", capital(when_said(meeting.starts_at, today)), meeting.place)


def given_words(given: list[PersonLine], worker: str) -> str:
    """Who may be given the minutes: Shazia, Imran and Ms Farrell (School)."""
    names = [one.name if one.of_family or not one.agency else f"{one.name} ({one.agency})" for one in given]
    return list_words([*names, worker])


def size_of(story: MeetingStory) -> str:
    """How large the minutes are set, so that they fit one page of A4; nothing where the usual size does."""
    meeting = story.meeting
    words = [meeting.going_well, meeting.worries, meeting.purpose]
    words += [one.row.words for one in story.people] + [one.what for one in story.promises]
    words += [one.words for one in story.additions]
    # A heading or a line that is not full takes room too.
    room = sum(len(one) + 90 for one in words if one)
    return next((size for least, size in SIZES if room > least), "")
