"""Goals, steps, ratings and reviews. A number belongs to the one who said it and is never averaged."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base

# Characters in one box.
GOAL_LENGTH = 300
SCALE_LENGTH = 120
STEP_LENGTH = 300
WHO_LENGTH = 120
BY_LENGTH = 80
WHY_LENGTH = 500
COMMENT_LENGTH = 1_000
REVIEW_LENGTH = 2_000


class Plan(Base):
    """The family's plan in one episode, and when it is next looked at as a whole."""

    __tablename__ = "plan"

    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), primary_key=True)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"), index=True)
    agreed_on: Mapped[date | None]
    review_due_on: Mapped[date | None] = mapped_column(index=True)


class GoalStatus(StrEnum):
    """How a goal stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    REACHED = "reached"
    LET_GO = "let_go"
    SUPERSEDED = "superseded"


class Goal(Base):
    """One thing the family wants to be different, in its owner's exact words."""

    __tablename__ = "goal"
    __table_args__ = (Index("ix_goal_episode_id_status", "episode_id", "status"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"))
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"), index=True)
    # Empty: it belongs to the whole family.
    owner_member_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_member.id"))
    words: Mapped[str] = mapped_column(String(GOAL_LENGTH))
    language: Mapped[str] = mapped_column(String(60), default="English")
    english: Mapped[str] = mapped_column(String(GOAL_LENGTH), default="")
    # Who put it into English: the owner, an interpreter. Never a child or a partner.
    english_by: Mapped[str] = mapped_column(String(60), default="")
    outcome_area: Mapped[str] = mapped_column(String(60), default="")
    zero_words: Mapped[str] = mapped_column(String(SCALE_LENGTH), default="")
    ten_words: Mapped[str] = mapped_column(String(SCALE_LENGTH), default="")
    # The goal that these words took the place of; it stays on the plan, changed. No foreign key: SQLite cannot give one
    # to a table that others point at.
    supersedes_id: Mapped[UUID | None]
    # Private to its owner within the family (a young person's own goal).
    private: Mapped[bool] = mapped_column(default=False)
    agreed_on: Mapped[date]
    # Why we cannot agree to it: it stays on the plan as theirs, with our reason beside it.
    not_agreed_why: Mapped[str] = mapped_column(String(WHY_LENGTH), default="")
    status: Mapped[GoalStatus] = mapped_column(default=GoalStatus.ACTIVE)
    status_why: Mapped[str] = mapped_column(Text, default="")
    ended_on: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    @property
    def is_active(self) -> bool:
        """Whether the family is working on it now."""
        return self.status is GoalStatus.ACTIVE

    def was_active_on(self, day: date) -> bool:
        """Whether it was worked on that day: a visit may be written down after its goal has ended."""
        return self.is_active or (self.ended_on is not None and day <= self.ended_on)


class GoalRater(Base):
    """Who gives this goal a number, in the order in which they are asked."""

    __tablename__ = "goal_rater"

    goal_id: Mapped[UUID] = mapped_column(ForeignKey("goal.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class Step(Base):
    """A small step towards a goal: what, who, by when."""

    __tablename__ = "goal_step"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    goal_id: Mapped[UUID] = mapped_column(ForeignKey("goal.id"), index=True)
    what: Mapped[str] = mapped_column(String(STEP_LENGTH))
    who: Mapped[str] = mapped_column(String(WHO_LENGTH), default="")
    by_words: Mapped[str] = mapped_column(String(BY_LENGTH), default="")
    position: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))


class RatingContext(StrEnum):
    """When the number was said. First and last are what a change is read from."""

    FIRST = "first"
    VISIT = "visit"
    REVIEW = "review"
    LAST = "last"
    # By themselves, on their own page.
    OWN_PAGE = "own_page"


class GoalRating(Base):
    """One person's number for one goal on one day; null when they chose to skip it."""

    __tablename__ = "goal_rating"
    __table_args__ = (
        CheckConstraint("score between 0 and 10", name="score_0_to_10"),
        Index("ix_goal_rating_goal_id_rated_on", "goal_id", "rated_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    goal_id: Mapped[UUID] = mapped_column(ForeignKey("goal.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"))
    score: Mapped[int | None]
    rated_on: Mapped[date]
    recorded_at: Mapped[datetime]
    # Empty where they gave it themselves, on their own page.
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    context: Mapped[RatingContext] = mapped_column(default=RatingContext.VISIT)
    # Where it was said: the note of a visit, a review, a form of their own page. No foreign key: notes lie above plans.
    note_id: Mapped[UUID | None] = mapped_column(index=True)
    comment: Mapped[str] = mapped_column(Text, default="")


class Decision(StrEnum):
    """What was decided about a goal when it was looked at together."""

    KEEP = "keep"
    CHANGE = "change"
    REACHED = "reached"
    LET_GO = "let_go"


class GoalReview(Base):
    """One goal looked at together: the family's view, what helped, what was decided and when it is looked at next."""

    __tablename__ = "goal_review"
    __table_args__ = (Index("ix_goal_review_goal_id_reviewed_on", "goal_id", "reviewed_on"),)

    # Made where it is written down: sending it twice is sending it once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    goal_id: Mapped[UUID] = mapped_column(ForeignKey("goal.id"))
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"), index=True)
    reviewed_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    # What makes it this number and not two lower; what one step up would look like. The family's words.
    why_words: Mapped[str] = mapped_column(String(REVIEW_LENGTH), default="")
    up_words: Mapped[str] = mapped_column(String(REVIEW_LENGTH), default="")
    helped_words: Mapped[str] = mapped_column(String(REVIEW_LENGTH), default="")
    decision: Mapped[Decision]
    decision_why: Mapped[str] = mapped_column(String(WHY_LENGTH), default="")
    # Empty where the goal is no longer worked on.
    next_on: Mapped[date | None]


class ReviewHelped(Base):
    """One thing that helped, from the cluster's list, as the family said it."""

    __tablename__ = "goal_review_helped"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("goal_review.id"), primary_key=True)
    helped: Mapped[str] = mapped_column(String(60), primary_key=True)


class ReviewDecider(Base):
    """Somebody of the family who decided. A review does not close without one."""

    __tablename__ = "goal_review_decider"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("goal_review.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"), primary_key=True)


class EndingTalk(Base):
    """The ending, talked about with the family. Each talk stays: people change their minds."""

    __tablename__ = "ending_talk"

    # Made where it is written down: sending it twice is sending it once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"), index=True)
    talked_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    # What has changed, and how they feel about ending: the family's words.
    changed_words: Mapped[str] = mapped_column(String(REVIEW_LENGTH), default="")
    feels_words: Mapped[str] = mapped_column(String(REVIEW_LENGTH), default="")
    # Who is there for them afterwards, and what is still to do before.
    who_stays: Mapped[str] = mapped_column(String(REVIEW_LENGTH), default="")
    still_to_do: Mapped[str] = mapped_column(String(REVIEW_LENGTH), default="")
    # What they decided: to end on this day, or to ask for more weeks.
    last_visit_on: Mapped[date | None]
    ask_id: Mapped[UUID | None] = mapped_column(ForeignKey("more_weeks_ask.id"))


class EndingTalker(Base):
    """Somebody of the family who was there when the ending was talked about."""

    __tablename__ = "ending_talker"

    talk_id: Mapped[UUID] = mapped_column(ForeignKey("ending_talk.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"), primary_key=True)
