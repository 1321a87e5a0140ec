"""Who is to be texted about tomorrow's visit."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Row, and_, exists, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.families.models import Episode, FamilyMember, SafeContact
from app.home.models import OwnPage, Share, What
from app.messages.models import Message
from app.visits.models import Visit, VisitState


def to_remind(session: Session, on: date) -> Sequence[Row[Visit, Episode, FamilyMember, str, User]]:
    """Each visit of this day with whoever asked for a text, may be texted, and has not been. One statement.

    Not where their page is paused or ended: whoever made it quiet meant all of it.
    """
    begins, ends = clock.day_span(on)
    rows = session.execute(
        select(Visit, Episode, FamilyMember, SafeContact.phone, User)
        .join(Episode, and_(Episode.id == Visit.episode_id, Episode.closed_on.is_(None)))
        .join(FamilyMember, and_(FamilyMember.family_id == Visit.family_id, FamilyMember.left_on.is_(None)))
        .join(
            Share,
            and_(
                Share.member_id == FamilyMember.id,
                Share.what == What.REMINDER,
                Share.shared,
                Share.ended_at.is_(None),
            ),
        )
        .join(
            SafeContact,
            and_(
                SafeContact.member_id == FamilyMember.id,
                SafeContact.ended_at.is_(None),
                SafeContact.text_ok,
                SafeContact.phone != "",
            ),
        )
        .join(User, User.id == Visit.worker_id)
        .outerjoin(OwnPage, OwnPage.member_id == FamilyMember.id)
        .where(
            Visit.state == VisitState.PLANNED,
            Visit.starts_at >= begins,
            Visit.starts_at < ends,
            or_(OwnPage.member_id.is_(None), and_(OwnPage.paused_at.is_(None), OwnPage.withdrawn_at.is_(None))),
            ~exists().where(Message.about_id == Visit.id, Message.person_id == FamilyMember.id),
        )
        .order_by(Visit.starts_at, Visit.id, FamilyMember.position, SafeContact.made_at)
    )
    return rows.all()
