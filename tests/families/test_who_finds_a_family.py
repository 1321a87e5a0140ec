"""A family is found by those who work with it, and by nobody else."""

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode
from app.families.queries import family_seen_by
from tests.cast import NOW


def test_lorna_finds_the_family_she_leads(session: Session, lorna: User, maliks: Episode) -> None:
    assert family_seen_by(session, lorna, maliks.family_id, NOW) is not None


def test_a_worker_of_another_cluster_finds_nothing(session: Session, chloe: User, maliks: Episode) -> None:
    assert family_seen_by(session, chloe, maliks.family_id, NOW) is None
