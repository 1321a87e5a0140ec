"""Every field of every family holds a word of its own: on nobody's own page is one that is not theirs, in any state.

Who may see what is written out here by hand, beside the rules of the application and not through them.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.families.models import Episode, Family, FamilyMember
from app.families.queries import current_episode
from app.home.actions import AgreedEntry, share, token_mark, write_agreed
from app.home.models import AgreedFor, AgreedNote, OwnPage, OwnPhone
from app.home.sharing import items_for
from app.plans.models import Goal, GoalStatus, Step
from app.promises.models import Promise
from app.visits.models import Visit
from tests.databases import Backend, make_sqlite
from tests.demo_data import Demo
from tests.house.planted_words import WORD, plant

STATES = ("usual", "flagged", "all on", "paused")
PLACES = ("", "/print", "/copy", "/rights")


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """The embedded database alone: it is a long walk."""
    made = make_sqlite(tmp_path_factory.mktemp("sqlite"))
    yield made
    made.engine.dispose()


def may_meet(session: Session, person: FamilyMember, episode: Episode, state: str) -> set[str]:
    """The words of this person's page: theirs, and what is the home's for whoever lives there."""
    if state == "paused" or not episode.is_open():
        return {person.known_as}
    lives = (person.is_child or person.lives_with_children) and state != "flagged"
    grown_up_at_home = lives and not person.is_child
    words = {person.known_as} | _of_agreed_notes(session, person, episode, state)
    words |= _of_goals(session, person, episode, state, steps=grown_up_at_home or state == "all on")
    for promise in session.scalars(select(Promise).where(Promise.episode_id == episode.id, Promise.visible_to_family)):
        own = promise.owner_member_id == person.id and state != "flagged"
        ours = promise.owner_user_id is not None and (grown_up_at_home or state == "all on")
        words |= {promise.what} if own or ours else set()
    if lives or state == "all on":
        words |= set(session.scalars(select(Visit.place).where(Visit.episode_id == episode.id)))
    return words


def _of_agreed_notes(session: Session, person: FamilyMember, episode: Episode, state: str) -> set[str]:
    """Each says one thing and was never put right: see `agree_with_some`. Whose worker wrote it is named."""
    asked = select(AgreedNote.words).where(AgreedNote.episode_id == episode.id)
    if state != "all on":
        asked = asked.join(AgreedFor).where(AgreedFor.member_id == person.id)
    return set(session.scalars(asked)) if state in ("usual", "all on") else set()


def _of_goals(session: Session, person: FamilyMember, episode: Episode, state: str, *, steps: bool) -> set[str]:
    lives, words = person.is_child or person.lives_with_children, set()
    shown = (GoalStatus.ACTIVE, GoalStatus.REACHED)
    for goal in session.scalars(select(Goal).where(Goal.episode_id == episode.id, Goal.status.in_(shown))):
        own = goal.owner_member_id == person.id
        usual = state == "usual" and (own or (goal.owner_member_id is None and lives))
        if (goal.private and not own) or not (usual or state == "all on"):
            continue
        words |= {goal.words, goal.language, goal.english, goal.zero_words, goal.ten_words}
        for step in session.scalars(select(Step).where(Step.goal_id == goal.id)) if steps else ():
            words |= {step.what, step.who}
    return words


def own_phone(session: Session, person: FamilyMember) -> str:
    """A phone on which this person's page is open; its token."""
    token, now = str(uuid4()), clock.now()
    session.add(OwnPage(member_id=person.id, family_id=person.family_id, began_at=now))
    session.add(
        OwnPhone(
            member_id=person.id,
            token_hash=token_mark(token),
            numbers_hash="chosen",
            made_at=now,
            open_until=now + timedelta(minutes=30),
            ends_at=now + timedelta(days=14),
        )
    )
    return token


def put_into(
    session: Session, demo: Demo, family: Family, episode: Episode, people: list[FamilyMember], state: str
) -> None:
    family.safety_flag = state == "flagged"
    for person in people:
        session.get_one(OwnPage, person.id).paused_at = clock.now() if state == "paused" else None
        if state == "all on":
            wanted = {item.key: True for item in items_for(session, episode, person)}
            share(session, episode, person, demo.person("Lorna"), wanted, now=clock.now())
    session.commit()


def test_nobody_meets_a_word_on_their_own_page_that_is_not_theirs(
    app: Flask, demo: Demo, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    agree_with_some(session, demo)
    planted, faults, met = plant(session), [], dict.fromkeys(STATES, 0)
    for family in session.scalars(select(Family)).all():
        episode = current_episode(session, family.id)
        people = list(session.scalars(select(FamilyMember).where(FamilyMember.family_id == family.id)))
        if episode is None:
            continue
        tokens = {person.id: own_phone(session, person) for person in people}
        for state in ("usual", "flagged", "paused", "all on"):
            put_into(session, demo, family, episode, people, state)
            for person in people:
                found = words_on(app, tokens[person.id])
                foreign = found - may_meet(session, person, episode, state)
                faults += [(state, family.id, planted[word].field) for word in foreign]
                met[state] += len(found)
    assert faults == []
    # The words are there to be found, and a flag or a pause leaves a name.
    assert met["all on"] > met["usual"] > met["flagged"] >= met["paused"] > 0
    assert WORD.findall(caplog.text) == []


def agree_with_some(session: Session, demo: Demo) -> None:
    """Something was agreed with the first person of each family; where there is a flag, choosing would turn it on."""
    for family in session.scalars(select(Family)).all():
        episode = current_episode(session, family.id)
        person = session.scalars(select(FamilyMember).where(FamilyMember.family_id == family.id)).first()
        if episode is not None and person is not None and episode.is_open() and not family.safety_flag:
            entry = AgreedEntry(
                id=uuid4(), happened_on=clock.today(), words="We agreed.", member_ids=frozenset({person.id})
            )
            write_agreed(session, episode, demo.person("Lorna"), entry, now=clock.now())
    session.commit()


def words_on(app: Flask, token: str) -> set[str]:
    """Every planted word in any byte of what this phone is given."""
    client = app.test_client()
    client.set_cookie("our-plan", token)
    # A paused page has no rights of its own to read: it leads back.
    answers = [client.get(f"/our-plan{place}", follow_redirects=True) for place in PLACES]
    assert {answer.status_code for answer in answers} == {200}
    return {word for answer in answers for word in WORD.findall(f"{answer.headers}{answer.text}")}
