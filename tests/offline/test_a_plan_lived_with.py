"""One goal from the kitchen table to her phone: agreed with no signal, rated by her son, looked at, read in Urdu."""

import re
from datetime import timedelta
from uuid import UUID

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core import clock
from app.families.models import Family, FamilyMember
from app.plans.models import Goal, GoalRating, GoalStatus
from tests.chromium import PATIENCE, SIZES, axe_faults
from tests.offline.faults import DROP_BEFORE
from tests.offline.kit import Kit
from tests.offline.test_the_phone_in_hibas_hand import give

HER_WORDS = "صبح بغیر چیخ کے"
IN_ENGLISH = "A morning without a scream."
THREE_WEEKS = timedelta(weeks=3)


def the_maliks(kit: Kit) -> tuple[UUID, UUID]:
    """Their id and Shazia's; one of their three goals is reached, so that there is room for another."""
    with kit.on_the_server() as session:
        family = session.scalars(select(Family).where(Family.name == "Malik")).one()
        shazia = session.scalars(
            select(FamilyMember).where(FamilyMember.family_id == family.id, FamilyMember.known_as == "Shazia")
        ).one()
        hour = select(Goal).where(Goal.family_id == family.id, Goal.words.contains("one hour a week"))
        session.scalars(hour).one().status = GoalStatus.REACHED
        session.commit()
        return family.id, shazia.id


def her_goal(session: Session) -> Goal:
    return session.scalars(select(Goal).where(Goal.words == HER_WORDS)).one()


def agree(kit: Kit, family: UUID) -> None:
    """At her table: her words, with what they are in English, and who gives it a number."""
    page = kit.page
    kit.is_live(f"/families/{family}/goals/new")
    kit.network.faults["/"] = DROP_BEFORE
    kit.phone.go(f"/families/{family}/goals/new")
    expect(page.locator("[data-kept]")).to_contain_text("Saved copy from")
    page.get_by_role("radio", name="Shazia", exact=True).check()
    page.locator("[name=language]").select_option("Urdu")
    page.locator("[name=words]").fill(HER_WORDS)
    page.locator("[name=english]").fill(IN_ENGLISH)
    page.locator("[name=english_by]").first.check()
    for name in ("Shazia", "Ayaan"):
        page.get_by_role("checkbox", name=name, exact=True).check()
    page.get_by_role("button", name="Agree this goal").click()
    kit.saved_here()
    kit.network.faults.clear()
    kit.everything_is_sent()


def meet(kit: Kit, family: UUID, hers: str, his: str) -> None:
    """A visit: Shazia says her number, and Ayaan has the phone in his hand for his."""
    page = kit.page
    goal = page.locator(".card").filter(has=page.get_by_role("heading", name=HER_WORDS))
    kit.is_live(f"/families/{family}/visits/new")
    page.get_by_role("radio", name="We met").check()
    expect(goal).to_be_visible()
    page.get_by_label("Shazia", exact=True).first.check()
    page.locator("[name=happened]").fill("We talked about the mornings.")
    goal.locator("label").filter(has_text=re.compile(f"^{hers}$")).first.click()
    goal.get_by_text("Add Ayaan’s number").click()
    goal.get_by_role("button", name="Hand the phone to Ayaan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(HER_WORDS)
    give(page, his)
    kit.phone.unlock()
    expect(goal.get_by_text("Ayaan gave this number")).to_be_visible()
    page.locator(".dock").get_by_role("button", name="Save visit").click()
    page.wait_for_url(re.compile("/visits/.*/saved|/phone/saved"))
    kit.everything_is_sent()


def weeks_go_by(kit: Kit, weeks: timedelta) -> None:
    """The real clock cannot be moved: what was said lies so much further back."""
    with kit.on_the_server() as session:
        goal = her_goal(session)
        goal.agreed_on -= weeks
        for rating in session.scalars(select(GoalRating).where(GoalRating.goal_id == goal.id)):
            session.execute(
                update(GoalRating)
                .where(GoalRating.id == rating.id)
                .values(rated_on=rating.rated_on - weeks, recorded_at=rating.recorded_at - weeks)
            )
        session.commit()


def her_phone(kit: Kit, browser: Browser) -> Page:
    """Another phone than Lorna's."""
    width, height = SIZES["phone"]
    context = browser.new_context(
        base_url=kit.network.address, viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def test_a_goal_from_her_table_to_her_own_phone(kit: Kit, chromium: Browser) -> None:
    family, shazia = the_maliks(kit)
    agree(kit, family)
    meet(kit, family, "2", "1")
    weeks_go_by(kit, THREE_WEEKS)
    meet(kit, family, "5", "6")
    with kit.on_the_server() as session:
        goal_id = her_goal(session).id

    page = kit.page
    kit.is_live(f"/goals/{goal_id}/review")
    so_far = page.locator("section").filter(has=page.get_by_role("heading", name="How it has gone"))
    expect(so_far.locator("svg polyline, svg path.line")).to_have_count(2)
    expect(so_far).to_contain_text("Both numbers have climbed: Shazia’s from 2 to 5 and Ayaan’s from 1 to 6.")
    assert axe_faults(page) == []

    kit.is_live(f"/families/{family}/own-pages/{shazia}")
    page.get_by_role("button", name="Make a code").click()
    code = " ".join(page.locator("p.code b").all_inner_texts())
    hers = her_phone(kit, chromium)
    hers.goto("/our-plan")
    hers.get_by_role("link", name="اردو").click()
    hers.locator("#by-paper [name=code]").fill(code)
    hers.locator("#by-paper button").click()
    hers.locator("[name=numbers]").fill("2739")
    hers.locator("main form button").click()
    expect(hers.locator("html")).to_have_attribute("dir", "rtl")
    mine = hers.locator("article").filter(has_text=HER_WORDS)
    if mine.locator("summary").count():
        mine.locator("summary").click()
    mine.locator("label").filter(has_text=re.compile(r"^\s*8\s*$")).click()
    mine.locator("button").click()
    expect(hers.get_by_role("status")).to_be_visible()
    assert IN_ENGLISH not in hers.content()
    assert axe_faults(hers) == []
    assert hers.evaluate("document.documentElement.scrollWidth") == SIZES["phone"][0]
    hers.context.close()

    with kit.on_the_server() as session:
        said = session.execute(
            select(FamilyMember.known_as, GoalRating.score, GoalRating.rated_on)
            .join(FamilyMember, FamilyMember.id == GoalRating.member_id)
            .where(GoalRating.goal_id == goal_id, GoalRating.score.is_not(None))
            .order_by(GoalRating.rated_on, GoalRating.recorded_at)
        ).all()
        today = clock.today()
        assert sorted((name, score, (today - on).days) for name, score, on in said) == [
            ("Ayaan", 1, 21),
            ("Ayaan", 6, 0),
            ("Shazia", 2, 21),
            ("Shazia", 5, 0),
            ("Shazia", 8, 0),
        ]
