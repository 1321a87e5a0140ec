"""Nobody is offered a way to reach somebody that is not safe, nor left without the reason."""

import re
from collections.abc import Callable
from datetime import time
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.families.models import Episode, FamilyMember, SafeContact
from app.promises.models import Promise, PromiseKind
from tests.cast import NOW, TODAY
from tests.visits.told import planned

NUMBER = "+447700900142"
Member = Callable[[Episode, str], FamilyMember]


@pytest.fixture
def shazia_says(session: Session, maliks: Episode, member: Member) -> Callable[..., None]:
    """What is safe for Shazia: `shazia_says(call_ok=False, good_times="10am to 2pm")`."""

    def say(**safe: object) -> None:
        shazia = member(maliks, "Shazia")
        session.execute(update(SafeContact).where(SafeContact.member_id == shazia.id).values(**safe))
        session.commit()

    return say


def _ways(page: str) -> set[str]:
    return set(re.findall(r'href="(tel|sms):\+447700900142"', page))


@pytest.mark.parametrize(
    ("call", "text", "voicemail", "ways", "words"),
    [
        (True, True, True, {"tel", "sms"}, "after 9am"),
        (True, True, False, {"tel", "sms"}, "after 9am. No voicemail"),
        (True, False, True, {"tel"}, "after 9am. No texts"),
        (True, False, False, {"tel"}, "after 9am. No texts, no voicemail"),
        (False, True, False, {"sms"}, "after 9am. Text only"),
        (False, False, False, set(), ""),
    ],
)
def test_only_what_is_safe_is_offered_and_the_rest_is_said(
    browser, session, lorna, maliks, member, shazia_says, call, text, voicemail, ways, words
) -> None:
    planned(session, maliks, lorna, TODAY, time(10, 30))
    shazia_says(call_ok=call, text_ok=text, voicemail_ok=voicemail, good_times="after 9am")
    client = browser(lorna)
    today, family = client.get("/today").text, client.get(f"/families/{maliks.family_id}").text

    assert (_ways(today), _ways(family)) == (ways, ways)
    if words:
        assert re.search(f"Shazia: {words}<", today)
        assert f"Best {words}<" in family
    else:
        assert "No number that is safe to ring or text" in today
        assert "Don’t ring or text" in family


def test_who_must_not_know_is_read_before_anybody_rings(browser, session, lorna, maliks, shazia_says) -> None:
    planned(session, maliks, lorna, TODAY, time(10, 30))
    shazia_says(must_not_know="Imran")

    assert "Must not know: Imran" in browser(lorna).get("/today").text


def test_a_parent_who_lives_elsewhere_is_never_offered_as_the_way_to_reach_the_family(
    browser, session, lorna, maliks, member, shazia_says
) -> None:
    imran = member(maliks, "Imran")
    imran.lives_with_children = False
    contact = SafeContact(
        family_id=maliks.family_id, member_id=imran.id, phone="07700900143", call_ok=True, made_at=NOW
    )
    session.add(contact)
    shazia_says(call_ok=False, text_ok=False)
    planned(session, maliks, lorna, TODAY, time(10, 30))
    client = browser(lorna)

    assert "7700900143" not in client.get("/today").text
    acts = re.search(r'<div class="acts">(.*?)</div>', client.get(f"/families/{maliks.family_id}").text, re.S)
    assert acts is not None
    assert "7700900143" not in acts[1]


def test_a_call_to_make_says_when_and_what_is_not_safe(browser, session, lorna, maliks, member, shazia_says) -> None:
    session.add(
        Promise(
            id=uuid4(),
            family_id=maliks.family_id,
            episode_id=maliks.id,
            what="Ask how Friday went",
            kind=PromiseKind.CALL,
            call_member_id=member(maliks, "Shazia").id,
            owner_user_id=lorna.id,
            made_at=NOW,
            made_by_id=lorna.id,
        )
    )
    session.commit()
    shazia_says(good_times="after 9am")
    client = browser(lorna)
    rung = client.get("/today").text
    shazia_says(call_ok=False)
    texted = client.get("/today").text

    assert "Ask how Friday went. Best after 9am. No voicemail<" in rung
    assert _ways(rung) == {"tel"}
    assert "Ask how Friday went. Best after 9am. Text only<" in texted
    assert _ways(texted) == {"sms"}
