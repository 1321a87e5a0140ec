"""Loading the demo: the cast, the places, and every family's story up to now."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.clusters.queries import figures_of, working_calendar
from app.demo.agreeing import tell_agreed
from app.demo.beckside import BECKSIDE_FAMILIES
from app.demo.between import tell_contacts
from app.demo.days import Days
from app.demo.ending import tell_ending
from app.demo.goals import tell_goals
from app.demo.making import make_family
from app.demo.people import BECKSIDE, CAST, HERE_FOR, THREE_MILLS, hire, put_in_place
from app.demo.places import make_places, make_schools
from app.demo.promising import tell_promises
from app.demo.story import Kin, Story
from app.demo.supervision import tell_supervision
from app.demo.team_meeting import tell_team_meetings
from app.demo.three_mills import THREE_MILLS_FAMILIES
from app.demo.told import FamilyTold
from app.demo.weekly import Weekly
from app.demo.worrying import tell_worries
from app.notes.actions import keep_last_seen
from app.notes.queries import last_contact_in
from app.visits.queries import unanswered_in_a_row

# Each cluster with its supervisor and its families.
TOLD = ((BECKSIDE, "Priya", BECKSIDE_FAMILIES), (THREE_MILLS, "Marcus", THREE_MILLS_FAMILIES))


def is_empty(session: Session) -> bool:
    """Whether nobody has an account yet."""
    return session.scalar(select(User.id).limit(1)) is None


def is_there(session: Session) -> bool:
    """Whether the demo was loaded into this database."""
    return session.scalar(select(User.id).where(User.email == CAST[0].email)) is not None


def seed(session: Session, *, now: datetime) -> None:
    """Tell the whole story as if it had happened over the last weeks. The database must be empty."""
    now = now.replace(second=0, microsecond=0)
    began = now - HERE_FOR
    staff = hire(session, since=began)
    clusters = make_places(session, staff["Hazel"], since=began.date(), now=began)
    days = Days(now, working_calendar(session))
    put_in_place(session, days, staff, clusters)
    figures = {cluster.id: figures_of(session, cluster.id) for cluster in clusters.values()}
    story = Story(session, days, staff, clusters, figures, make_schools(session, clusters))
    kin = [
        _tell(story, cluster, supervisor, told, number)
        for cluster, supervisor, families in TOLD
        for number, told in enumerate(families, start=1)
    ]
    tell_supervision(story, {one.told.name: one for one in kin})
    story.lay_down()
    story.play()
    for one in kin:
        _sum_up(session, one)
    note(session, None, "demo.seed", about="demo", reason="Demo families loaded", now=now)


def _tell(story: Story, cluster: str, supervisor: str, told: FamilyTold, number: int) -> Kin:
    kin = make_family(story, story.clusters[cluster], story.staff[supervisor], told, number)
    weekly = Weekly(story, kin)
    weekly.tell()
    tell_goals(story, kin, weekly.note_ids)
    tell_ending(story, kin)
    tell_agreed(story, kin)
    tell_contacts(story, kin)
    tell_promises(story, kin)
    tell_team_meetings(story, kin)
    tell_worries(story, kin)
    return kin


def _sum_up(session: Session, kin: Kin) -> None:
    """What the episode keeps of its visits and notes, as the rooms themselves reckon it."""
    kin.episode.last_met_on = max(kin.met_on.values())
    kin.episode.last_contact_at = last_contact_in(session, kin.episode.id)
    kin.episode.unanswered = unanswered_in_a_row(session, kin.episode.id)
    keep_last_seen(session, [member.id for member in kin.members.values() if member.is_child])
