"""The demo's families for tests: made once for each database, then copied.

The clock of a test stands at Tuesday 24 November 2026, 10am: the day of the demo is the one of the tests.
"""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.demo.seeding import seed
from app.families.models import Episode, Family
from app.web.session import db
from tests.cast import NOW
from tests.databases import Backend


class Demo:
    """Who and what is in the demo, by name."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def person(self, first_name: str) -> User:
        """One of the cast: `demo.person("Lorna")`."""
        return self.session.scalars(select(User).where(User.name.startswith(first_name))).one()

    def family(self, name: str) -> Family:
        """A family: `demo.family("Malik")`."""
        return self.session.scalars(select(Family).where(Family.name == name)).one()

    def episode(self, name: str) -> Episode:
        """A family's one period of help: `demo.episode("Malik")`."""
        return self.session.scalars(select(Episode).where(Episode.family_id == self.family(name).id)).one()


@pytest.fixture
def demo_template(backend: Backend) -> str:
    """The name of a database that holds the demo: made once for each backend, of which there can be several."""
    if "demo" not in backend.kept:
        backend.fresh()
        with clock.at(NOW), backend.app.app_context():
            seed(db.session, now=NOW)
            db.session.commit()
        backend.keep("demo")
    return "demo"


@pytest.fixture
def demo(session: Session) -> Demo:
    """The demo's people and families. Whatever else a test asks for then stands on the demo's database."""
    return Demo(session)
