"""What one person may see: the one place that says it, for their page, its preview and the worker's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.families.models import Episode, Family, FamilyMember
from app.home.agreed import AgreedStory, agreed_of
from app.home.models import OwnSay, Share, What
from app.plans.models import Goal, GoalStatus
from app.plans.queries import GoalStory, goals_of

Said = dict[tuple[What, UUID | None], bool]
SHOWN = (GoalStatus.ACTIVE, GoalStatus.REACHED)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that can be shared with a person, and whether it is. `story` is that of a goal."""

    what: What
    shared: bool
    own: bool
    story: GoalStory | None = None
    # Whether the young person whose goal it is lets the people at home see it.
    opened: bool = False
    agreed: AgreedStory | None = None

    @property
    def about_id(self) -> UUID | None:
        """Which goal, or which of the notes that were agreed."""
        if self.agreed:
            return self.agreed.now.first_id
        return self.story.goal.id if self.story else None

    @property
    def key(self) -> str:
        """The name of its box."""
        return f"{self.what.value}:{self.about_id}" if self.about_id else self.what.value


def items_for(session: Session, episode: Episode, person: FamilyMember) -> list[Item]:
    """Everything that can be shared with this person, in order. A goal kept private is nobody's but its owner's."""
    family = session.get_one(Family, episode.family_id)
    said = _said(session, person)
    stories = [one for one in goals_of(session, episode, statuses=SHOWN) if _may_be_offered(one.goal, person)]
    opened = _opened(session, [one.goal.id for one in stories if one.owner is not None and one.owner.is_child])
    items = [_goal(one, family, person, said, one.goal.id in opened) for one in stories]
    around = _is_around(family, person)
    for what, usual, own in (
        (What.OWN_PROMISES, not family.safety_flag, True),
        # These may speak of grown-up things: for a child somebody looks first.
        (What.OUR_PROMISES, around and not person.is_child, False),
        (What.VISITS, around, False),
        (What.LOOKS, around and not person.is_child, False),
        (What.REMINDER, False, True),
    ):
        items.append(Item(what=what, shared=said.get((what, None), usual), own=own))
    return items + [_agreed(story, family, person, said) for story in agreed_of(session, episode)]


def is_usually_for(family: Family, person: FamilyMember) -> bool:
    """Whether what is agreed in plain words is for this person unless somebody says otherwise."""
    # It may speak of grown-up things: for a child somebody looks first.
    return _is_around(family, person) and not person.is_child


def _agreed(story: AgreedStory, family: Family, person: FamilyMember, said: Said) -> Item:
    usual = story.is_for(person.id) and not family.safety_flag
    shared = said.get((What.AGREED, story.now.first_id), usual)
    return Item(what=What.AGREED, agreed=story, own=False, shared=shared)


def _may_be_offered(goal: Goal, person: FamilyMember) -> bool:
    return not goal.private or goal.owner_member_id == person.id


def _goal(story: GoalStory, family: Family, person: FamilyMember, said: Said, opened: bool) -> Item:
    goal = story.goal
    own = goal.owner_member_id == person.id
    # One's own; what belongs to all who live together, or was opened to them. Anybody else's is asked about first.
    homes = goal.owner_member_id is None or opened
    usual = not family.safety_flag and (own or (homes and _is_around(family, person)))
    return Item(what=What.GOAL, story=story, own=own, shared=said.get((What.GOAL, goal.id), usual), opened=opened)


def _opened(session: Session, goal_ids: Sequence[UUID]) -> set[UUID]:
    """The goals whose owners let the people at home see them."""
    yes = select(OwnSay.goal_id).where(OwnSay.goal_id.in_(goal_ids), OwnSay.ended_at.is_(None), OwnSay.at_home)
    return set(session.scalars(yes)) if goal_ids else set()


def _is_around(family: Family, person: FamilyMember) -> bool:
    """Whether what is about the whole home is theirs as well: they live there, and nobody must be kept safe."""
    return not family.safety_flag and (person.is_child or person.lives_with_children)


def _said(session: Session, person: FamilyMember) -> Said:
    rows = session.scalars(select(Share).where(Share.member_id == person.id, Share.ended_at.is_(None)))
    return {(row.what, row.about_id): row.shared for row in rows}
