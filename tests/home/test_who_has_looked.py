"""A family may know who has looked at their record: jobs and not names, a month late, nothing of the safety path."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core import clock
from app.families.models import Episode, Family, FamilyMember
from tests.cast import NOW
from tests.home.conftest import OwnClient

Member = Callable[[Episode, str], FamilyMember]
PageOf = Callable[..., OwnClient]


def look(session: Session, by: User, maliks: Episode, at: datetime, about: str = "family") -> None:
    with clock.at(at):
        note(session, by, "family.view", about=about, family_id=maliks.family_id, now=at)
        session.commit()


def test_she_reads_jobs_month_by_month_and_last_month_not_yet(
    page_of: PageOf, session: Session, lorna: User, priya: User, member: Member, maliks: Episode
) -> None:
    look(session, lorna, maliks, NOW - timedelta(days=60))  # 25 September
    look(session, priya, maliks, NOW - timedelta(days=60), about="worry")
    look(session, priya, maliks, NOW - timedelta(days=30))  # 25 October: a month that is over, and not by a month
    page = page_of(member(maliks, "Shazia")).look()
    assert "Who has looked at our record" in page
    assert "<b>September 2026</b><br>Family support workers</li>" in page
    for words in ("October", "Team leaders", "Priya"):
        assert words not in page


def test_with_a_safety_flag_or_from_elsewhere_it_is_off(
    page_of: PageOf, session: Session, lorna: User, member: Member, maliks: Episode
) -> None:
    look(session, lorna, maliks, NOW - timedelta(days=60))
    imran = member(maliks, "Imran")
    imran.lives_with_children = False
    session.commit()
    assert "Who has looked" not in page_of(imran).look()
    session.get_one(Family, maliks.family_id).safety_flag = True
    session.commit()
    assert "Who has looked" not in page_of(member(maliks, "Shazia")).look()
