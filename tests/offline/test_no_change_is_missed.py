"""Whatever changes a family changes the version of its pages: no phone goes on showing what is no longer so.

The list below names every form of the application that changes a family. A new form fails the first test here until it
is added, with an example that the second test sends.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.families.models import Allocation, FamilyMember
from app.plans.models import Step
from tests.cast import TODAY
from tests.families.filled_in import boxes_of
from tests.house.scene import KEPT, Scene, scene  # noqa: F401  A fixture.
from tests.offline.test_pages_to_keep import versions

Browser = Callable[..., FlaskClient]
Said = dict[str, Any]

REASON = "They asked for somebody who speaks Urdu"
YES: Said = {"member_id": "{grown_up}", "agreed": "yes", "given_on": "2026-11-24", "how": "Said it, face to face"}
# Whose form it is, the id of the form on its page (or none, where there is only a button), and what is typed into it.
# {names} stand for the ids of the scene.
FORMS: dict[str, tuple[str, str, Said]] = {
    "families.words": ("lead", "change", {"hopes": "A quiet half term"}),
    "families.new_person": ("lead", "change", {"known_as": "Zara", "relationship_words": "Child"}),
    "families.person": ("lead", "change", {"about": "Loves dinosaurs"}),
    "families.new_address": ("lead", "change", {"household": "Nan’s", "lines": "4 Oak Court"}),
    "families.address": ("lead", "change", {"lines": "4 Oak Court"}),
    "families.safe_contact": ("lead", "change", {"good_times": "after 9am"}),
    "families.new_agreement": ("lead", "change", YES),
    "families.new_sharing": ("lead", "change", YES | {"agency": "School"}),
    "families.withdrawal": ("lead", "change", {}),
    "families.new_partner": ("lead", "change", {"name": "Dr Osei"}),
    "families.partner": ("lead", "change", {"name": "Ms Farrell-Jones"}),
    "families.new_warning": (
        "lead",
        "change",
        {"words": "A dog", "kind": "dog", "agreed_with": "Shazia", "until_on": "2026-12-08"},
    ),
    "families.end_warning": ("lead", "change", {}),
    "families.more_weeks": (
        "reason",
        "change",
        {"until_on": "2027-04-30", "why": "They move in February"},
    ),
    "families.asked": ("manager", "answer", {"answer": "no", "why": "They are ready to end"}),
    "families.cover": (
        "supervisor",
        "change",
        {"user_id": "{colleague}", "from_on": "2026-11-25", "until_on": "2026-11-27", "reason": REASON},
    ),
    "families.end_cover": ("supervisor", "change", {}),
    "families.lead_worker": ("supervisor", "change", {"user_id": "{colleague}", "reason": REASON}),
    "families.related": ("supervisor", "change", {"user_id": "{colleague}", "reason": REASON}),
    "families.unrelate": ("supervisor", "change", {"reason": REASON}),
    "families.restrict": (
        "supervisor",
        "change",
        {"restricted": "only", "named": ["{lead}", "{cover}", "{supervisor}"]},
    ),
    "plans.agree": ("lead", "goal-form", {"owner": "{member_id}", "words": "Tea together", "language": "English"}),
    "plans.change": ("lead", "goal-form", {"words": "Tea together, all of us"}),
    "plans.keep_review": ("lead", "review", {"decision": "keep", "decided_by": "{grown_up}"}),
    "plans.keep_ending": ("lead", "ending", {"with_ids": "{grown_up}", "feels_words": "Ready", "way": "later"}),
    "plans.step": ("lead", "", {"id": "{new}", "what": "Lay the table"}),
    "plans.steps_done": ("lead", "", {"shown": "{step_id}", "done": "{step_id}"}),
    "plans.status": ("lead", "status", {"status": "paused", "why": "A hard month"}),
    "team_meetings.keep_plan": ("lead", "team-meeting", {"members": ["{grown_up}"]}),
    "team_meetings.keep_move": ("lead", "move", {"day": "2026-12-03", "why": "Ms Farrell has a trip"}),
    "team_meetings.keep_cancelled": ("lead", "cancel", {"why": "Ayaan is ill"}),
    "team_meetings.keep_record": ("lead", "record", {"family-0-came": "y"}),
    "team_meetings.add": ("lead", "", {"id": "{new}", "words": "It is the number 12A."}),
    "supervision.keep_bring": ("supervisor", "bring", {"families": "{family_id}"}),
    "supervision.keep_prepare": ("lead", "prepare", {"question": "How can the bus feel safe?"}),
    "supervision.take_off": ("lead", "", {}),
    "notes.record_contact": (
        "lead",
        "contact",
        {"kind": "call", "who": ["{grown_up}"], "happened": "The bus pass came."},
    ),
    "notes.amend": ("lead", "fix", {"words": "The bus pass came on Monday.", "reason": "I had the day wrong"}),
    "notes.keep": ("lead", "keep", {"significant": "y"}),
    "notes.record_oversight": (
        "supervisor",
        "oversight",
        {
            "looked_at": "Four notes",
            "analysis": "Mornings are calmer",
            "decision": "See Hiba alone",
            "why": "Not seen alone yet",
            "owner": "{lead}",
            "due_on": "2026-12-01",
        },
    ),
    "promises.say_outcome": ("lead", "outcome", {"state": "changed", "why": "They will come by"}),
    "promises.kept": ("lead", "", {}),
    "worries.raised": (
        "lead",
        "worry-form",
        {"urgency": "today", "about": "nobody", "saw_or_heard": "A bruise."},
    ),
    "worries.add": ("lead", "more", {"more-words": "He said it again."}),
    "worries.decision": (
        "supervisor",
        "decide",
        {
            "spoken_to": ["School"],
            "decision": "hold",
            "why": "School see him each day",
            "look_again_on": "2026-11-27",
            "look_again_by": "{lead}",
            "tell_family": "worker",
        },
    ),
    "visits.keep": ("lead", "visit", {"outcome": "no_answer", "next_how": "none"}),
    "visits.keep_new": ("lead", "visit", {"outcome": "no_answer"}),
    "visits.start": ("lead", "", {"watch_id": "{new}", "until": "10:45"}),
    "visits.keep_plan": ("lead", "plan", {"weeks": "1", "days": ["2026-12-01"], "shown": "2026-12-01 10:00:00 1"}),
    "visits.keep_move": ("lead", "move", {"day": "2026-11-26", "reason": "family_asked"}),
    "visits.keep_cancelled": ("lead", "cancel", {"cancelled_by": "family", "reason": "family_ill"}),
}
# Forms about a family that change none of its pages; and why.
QUIET = {
    "desk.search": "it searches",
    "families.give_reason": "a manager's own look, which no page of the family's workers shows",
    "families.add": "a family that is new is in nobody's phone yet: its lead worker's manifest names it",
    "offline.looks": "a look",
    "offline.hold": "it closes the sign-in of a phone that is lent",
    "offline.decide_held": "it lets in another form, which is sent here itself, or sets it aside",
    "offline.end_team_phones": "phones",
    "offline.end_person_phones": "phones",
    "offline.end_own_phone": "phones",
    "supervision.keep_group": "who is in a group, and how it meets",
    "supervision.keep_plan": "a session in the diary: nobody is brought to it yet",
    "supervision.keep_minutes": "minutes on an agenda; the page to prepare it rests on them by itself",
    "supervision.keep_published": "what the group may read, which no phone keeps",
    "supervision.keep_cancelled": "a session; the page to prepare for it is then named by no manifest",
    "visits.keep_longer": "who is in there, and until when, is part of Today's version by itself",
    "visits.out": "the same",
    "visits.say": "the same",
}


def _about_families(app: Flask) -> set[str]:
    rooms = (
        "desk",
        "families",
        "plans",
        "team_meetings",
        "notes",
        "promises",
        "worries",
        "visits",
        "supervision",
        "offline",
    )
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.endpoint.split(".")[0] in rooms
        if app.view_functions[rule.endpoint].permission is not None
    } - {"offline.keep_set_up"}


def test_every_form_that_changes_a_family_is_sent_here(app: Flask) -> None:
    assert set(FORMS) | set(QUIET) == _about_families(app)


@pytest.fixture
def ids(session: Session, scene: Scene, member: Callable[..., FamilyMember]) -> dict[str, UUID]:  # noqa: F811
    """The ids of one of everything, and of a few people."""
    people = {name: person.id for name, person in scene.people.items()}
    session.get_one(Allocation, scene.ids["allocation_id"]).until_on = TODAY + timedelta(days=7)
    step = Step(id=uuid4(), goal_id=scene.ids["goal_id"], what="Lay the table")
    session.add(step)
    session.commit()
    return scene.ids | people | {"grown_up": member(scene.episode, "Shazia").id, "new": uuid4(), "step_id": step.id}


def _filled(said: Said, ids: dict[str, UUID]) -> Said:
    names = {name: str(value) for name, value in ids.items()}

    def fill(value: Any) -> Any:
        return [one.format(**names) for one in value] if isinstance(value, list) else value.format(**names)

    return {name: fill(value) for name, value in said.items()}


PAGES = {  # the page on which a form stands, where its address is another
    "plans.step": "plans.goal",
    "plans.steps_done": "plans.goal",
    "plans.status": "plans.goal",
    "plans.agree": "plans.new_goal",
    "plans.keep_review": "plans.review",
    "plans.change": "plans.new_words",
    "team_meetings.keep_plan": "team_meetings.plan",
    "team_meetings.keep_move": "team_meetings.move",
    "team_meetings.keep_cancelled": "team_meetings.cancel",
    "team_meetings.keep_record": "team_meetings.record",
    "team_meetings.add": "team_meetings.minutes",
    "supervision.keep_bring": "supervision.bring",
    "supervision.keep_prepare": "supervision.prepare",
    "supervision.take_off": "supervision.prepare",
    "notes.record_contact": "notes.new_contact",
    "notes.amend": "notes.amendment",
    "notes.keep": "notes.read",
    "notes.record_oversight": "notes.new_oversight",
    "promises.say_outcome": "promises.outcome",
    "promises.kept": "promises.outcome",
    "worries.raised": "worries.new",
    "worries.add": "worries.read",
    "worries.decision": "worries.decide",
    "visits.keep": "visits.record",
    "visits.keep_new": "visits.new",
    "visits.keep_plan": "visits.plan",
    "visits.keep_move": "visits.move",
    "visits.start": "visits.going",
    "visits.keep_cancelled": "visits.cancel",
}


@pytest.mark.parametrize("endpoint", sorted(FORMS))
def test_each_form_changes_the_version_of_the_familys_pages(
    app: Flask,
    browser: Browser,
    scene: Scene,  # noqa: F811
    ids: dict[str, UUID],
    endpoint: str,
) -> None:
    who, form, says = FORMS[endpoint]
    client, lead = browser(scene.people[who]), browser(scene.people["lead"])
    page, address = _address(app, PAGES.get(endpoint, endpoint), ids), _address(app, endpoint, ids)
    shown = client.get(page)
    assert shown.status_code == 200
    said = (boxes_of(shown.text, form) if form else {}) | _filled(says, ids)
    before = versions(lead)

    answer = client.post(address, data=said)

    assert answer.status_code == 303, _oops(answer.text)
    after = versions(lead)
    family = [name for name in before if str(scene.family.id) in name and "/contacts/" not in name]
    assert family
    for name in (*family, "/today", "/families"):
        assert after.get(name) != before[name], name


def _address(app: Flask, endpoint: str, ids: dict[str, UUID]) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    asks = {"notes.amendment": {"part": "happened"}, "notes.amend": {"part": "happened"}}.get(endpoint, {})
    asks |= {"family": str(ids["family_id"])} if endpoint in ("notes.new_contact", "notes.record_contact") else {}
    known = ids | {name: ids[other] for name, other in KEPT.get(endpoint, {}).items()}
    with app.test_request_context():
        return url_for(endpoint, **{name: known[name] for name in rule.arguments}, **asks)


def _oops(page: str) -> str:
    begins = page.find('role="alert"')
    return page[begins : begins + 1500]
