"""Small steps are added, done, and put back when a tick was a slip."""

from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core.errors import Refused
from app.families.models import Episode
from app.plans.actions import StepEntry, add_step, mark_steps
from app.plans.models import Goal
from tests.cast import NOW


def test_a_step_is_marked_as_done_and_put_back(session: Session, lorna: User, maliks: Episode, mornings: Goal) -> None:
    step = add_step(session, mornings, lorna, StepEntry(id=uuid4(), what="Phones in the basket at 6pm"), now=NOW)

    assert mark_steps(session, maliks, lorna, frozenset({step.id}), now=NOW) == [step]
    assert (step.done_at, step.done_by_id) == (NOW, lorna.id)
    assert mark_steps(session, maliks, lorna, frozenset({step.id}), now=NOW) == []
    assert mark_steps(session, maliks, lorna, frozenset(), now=NOW) == [step]
    assert (step.done_at, step.done_by_id) == (None, None)


def test_a_step_that_the_form_did_not_show_stays_as_it_is(
    session: Session, lorna: User, maliks: Episode, mornings: Goal
) -> None:
    shown = add_step(session, mornings, lorna, StepEntry(id=uuid4(), what="Phones in the basket"), now=NOW)
    later = add_step(session, mornings, lorna, StepEntry(id=uuid4(), what="Ask Imran about Sundays"), now=NOW)
    mark_steps(session, maliks, lorna, frozenset({later.id}), now=NOW)

    mark_steps(session, maliks, lorna, frozenset({shown.id}), shown_ids=frozenset({shown.id}), now=NOW)

    assert later.done_at == NOW


def test_a_step_of_another_family_cannot_be_marked(
    session: Session, lorna: User, bells: Episode, mornings: Goal
) -> None:
    step = add_step(session, mornings, lorna, StepEntry(id=uuid4(), what="Phones in the basket"), now=NOW)

    with pytest.raises(Refused, match="no longer on the plan"):
        mark_steps(session, bells, lorna, frozenset({step.id}), now=NOW)


def test_a_step_sent_twice_is_kept_once_and_other_words_under_its_id_are_refused(
    session: Session, lorna: User, mornings: Goal
) -> None:
    entry = StepEntry(id=uuid4(), what="Phones in the basket", who="Everyone")

    assert add_step(session, mornings, lorna, entry, now=NOW) is add_step(session, mornings, lorna, entry, now=NOW)
    with pytest.raises(Refused, match="open a new one"):
        add_step(session, mornings, lorna, StepEntry(id=entry.id, what="Something else"), now=NOW)
