"""Whatever happens in whatever order: what was said to be saved is there once, and in order. And the proof can fail."""

from collections.abc import Callable, Sequence
from uuid import NAMESPACE_OID, uuid4, uuid5

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.families.models import AllocationKind, Episode
from app.notes.models import NoteVersion
from tests.cast import allocation
from tests.offline.phones import TestPhone
from tests.offline.schedules import Bug, Item, schedule_of

ALIKE = settings(derandomize=True, deadline=None, database=None, report_multiple_bugs=False, print_blob=False)
MANY = settings(ALIKE, max_examples=300, stateful_step_count=30)
FEW = settings(ALIKE, max_examples=12, stateful_step_count=12)


def test_nothing_is_lost_doubled_or_out_of_order_in_any_schedule() -> None:
    run_state_machine_as_test(schedule_of(Bug.NONE), settings=MANY)


@pytest.mark.parametrize("bug", [bug for bug in Bug if bug is not Bug.NONE])
def test_a_rule_that_is_left_out_is_missed(bug: Bug) -> None:
    with pytest.raises(AssertionError, match=r"lost|doubled|out of order"):
        run_state_machine_as_test(schedule_of(bug), settings=MANY)


class RealServer:
    """The server itself, by its own door: each schedule writes words of its own."""

    def __init__(self, phone: TestPhone, session: Session, families: dict[str, Episode]) -> None:
        self.phone, self.session, self.families = phone, session, families
        self.run = uuid4().hex[:12]
        self.sent: dict[str, Item] = {}

    def take(self, batch: Sequence[Item]) -> dict[int, str]:
        """One request. What is not good has no words."""
        answers = self.phone.send(*(self._sealed(item) for item in batch))
        return {item.id: answer["outcome"] for item, answer in zip(batch, answers, strict=True)}

    def held(self) -> list[Item]:
        """In the order of the trail."""
        self.session.rollback()
        rows = self.session.scalars(
            select(NoteVersion.happened)
            .join(Entry, Entry.about_id == NoteVersion.note_id)
            .where(NoteVersion.happened.contains(self.run), Entry.action == "note.write")
            .order_by(Entry.number)
        )
        return [self.sent[words] for words in rows]

    def _sealed(self, item: Item) -> dict[str, str]:
        words = f"{self.run} {item.id}"
        self.sent[words] = item
        family = str(self.families[item.family].family_id)
        note_id = str(uuid5(NAMESPACE_OID, words))
        said = {
            "id": note_id,
            "family": family,
            "kind": "note",
            "day": "2026-11-24",
            "time": "09:30",
            "readers": "team",
        }
        said["happened"] = words if item.good else ""
        item_id = str(uuid5(NAMESPACE_OID, f"item {words}"))
        return self.phone.save("/contacts/new", list(said.items()), item_id=item_id, lane=item.family)


def test_the_server_itself_keeps_each_once_and_in_order(
    phone_of: Callable[[User], TestPhone], session: Session, lorna: User, maliks: Episode, bells: Episode
) -> None:
    session.add(allocation(bells.id, lorna.id, bells.opened_on, kind=AllocationKind.COVER))
    session.commit()
    phone, families = phone_of(lorna), {"the Maliks": maliks, "the Bells": bells}
    run_state_machine_as_test(schedule_of(Bug.NONE, lambda: RealServer(phone, session, families)), settings=FEW)
