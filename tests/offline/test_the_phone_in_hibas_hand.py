"""Lorna gives her phone to Hiba, 7, for one number. Hiba reaches nothing else, whatever she or the battery does."""

import re

from playwright.sync_api import Page, expect

from tests.chromium import axe_faults, wait_until
from tests.offline.real import RealPhone
from tests.offline.test_a_day_with_no_signal import the_first_visit, write_no_answer
from tests.serving.served import Phone, Server

GOAL = "Mornings without shouting"
TYPED = "Pogadanka o porankach 5150"
# A page, the front door, ways to sign in and to set up, what lies on the phone, what only script asks for.
ADDRESSES = ("/families", "/", "/sign-in", "/phone/set-up", "/phone/waiting", "/phone/unlock", "/sync/hello")
REACHES = """async ([method, path, htmx]) => {
    const answer = await fetch(path, {method, headers: htmx ? {"HX-Request": "true"} : {}})
    return [answer.headers.get("HX-Refresh"), await answer.text()]
}"""
SENDS_A_FORM = """() => {
    const form = document.createElement("form")
    Object.assign(form, {method: "post", action: "/sign-in"})
    document.body.append(form)
    form.submit()
}"""
# What became of the things that were saved here, one by one.
STATES = """async () => {
    const asked = indexedDB.open("withy")
    await new Promise(done => { asked.onsuccess = done })
    const all = asked.result.transaction("outbox").objectStore("outbox").getAll()
    await new Promise(done => { all.onsuccess = done })
    asked.result.close()
    return all.result.filter(one => !one.quiet).map(one => one.state)
}"""
WHO_IS_IN = '() => fetch("/sync/hello").then(answer => answer.json()).then(said => said.user, () => "nobody answers")'


def hand_to_hiba(page: Page) -> None:
    """From the visit note, beside her number."""
    page.get_by_role("radio", name="We met").check()
    page.get_by_label("Shazia", exact=True).first.check()
    page.locator("[name=happened]").fill(TYPED)
    page.get_by_text("Add Hiba’s number").click()
    page.get_by_role("button", name="Hand the phone to Hiba").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"“{GOAL}.”")


def give(page: Page, number: str) -> None:
    """Tap a face, then Done."""
    page.locator("form[data-part] label").filter(has_text=re.compile(f"^{number}$")).click()
    page.get_by_role("button", name="Done").click()


def only_the_way_back(page: Page) -> None:
    """Nothing of the family, nothing that leads on."""
    expect(page.get_by_role("heading", name="Give the phone back to Lorna")).to_be_visible()
    assert page.title() == "Your number – Withy"
    assert not [words for words in (GOAL, TYPED, "Hiba", "Shazia", "Malik") if words in page.content()]


def nothing_else_opens(other: Page, visit: str) -> None:
    """Typed, asked for by script, or sent as a form: every address is the same page."""
    only_the_way_back(other)
    for path in (visit, *ADDRESSES):
        other.goto(path)
        only_the_way_back(other)
    for method, path, htmx in (("GET", "/families", True), ("POST", visit, True), ("POST", "/sign-in", False)):
        assert other.evaluate(REACHES, [method, path, htmx]) == ["true", ""]
    other.evaluate(SENDS_A_FORM)
    other.wait_for_url("**/sign-in")
    only_the_way_back(other)


def test_hiba_gives_her_number_and_reaches_nothing_else(lornas_phone: RealPhone, server: Server) -> None:
    phone, page = lornas_phone, lornas_phone.page
    other = phone.context.new_page()
    other.goto("/families")
    page.bring_to_front()
    visit = the_first_visit(phone)
    phone.go(visit)
    hand_to_hiba(page)

    for size in ((390, 844), (320, 640)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert axe_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert "Last week" not in page.content()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Tap a number first")).to_be_visible()
    page.get_by_role("radio", name="0", exact=True).focus()
    for key in ("ArrowRight", "ArrowRight", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name="Thank you, Hiba")).to_be_focused()
    assert axe_faults(page) == []
    page.get_by_role("button", name="Change my number").click()
    give(page, "7")
    expect(page.get_by_text("Your number is safe.")).to_be_visible()

    nothing_else_opens(other, visit)
    wait_until(page, f"async () => await ({WHO_IS_IN})() === null")
    page.go_back()
    only_the_way_back(page)
    page.goto(visit)
    phone.context.new_cdp_session(page).send("Page.reload", {"ignoreCache": True})
    expect(page.get_by_label("Work email")).to_be_visible()
    assert page.evaluate(REACHES, ["GET", "/families", False])[1].count("Work email")

    phone.kill()
    for words in (GOAL, "Hiba", "Shazia", TYPED):
        assert phone.found_in_profile(words) == []
    server.kill()
    phone.on_again()
    page = phone.go(visit)
    only_the_way_back(page)
    page.get_by_label("Your five words").fill("not these five at all")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_text("Those aren’t the five words")).to_be_visible()

    # Its cookies may be gone with the battery: what lies in the vault gives the sign-in back.
    server.start()
    Phone(server.port).until_answered("GET", "/health")
    phone.unlock()
    expect(page.get_by_text("Hiba gave this number")).to_be_visible()
    expect(page.locator("[name=happened]")).to_have_value(TYPED)
    expect(page.locator("[name$=score]:checked")).to_have_count(1)
    assert page.locator("[name$=score]:checked").get_attribute("value") == "7"
    page.reload()
    expect(page.locator("[name$=score]:checked")).to_have_value("7")


def test_handed_over_without_a_signal_the_server_hears_of_it_later_and_what_waits_is_sent(
    lornas_phone: RealPhone, server: Server
) -> None:
    phone, first = lornas_phone, lornas_phone.page
    phone.go(the_first_visit(phone))
    another = f"{first.locator('header a').first.get_attribute('href')}/visits/new"
    page = phone.context.new_page()
    page.goto(another)
    server.kill()
    write_no_answer(phone)
    first.wait_for_url("**/phone/saved*")
    hand_to_hiba(page)
    only_the_way_back(first)
    page.reload()
    expect(page.get_by_role("heading", name="That’s all for now")).to_be_visible()
    only_the_way_back(page)

    server.start()
    Phone(server.port).until_answered("GET", "/health")
    wait_until(page, f"async () => await ({WHO_IS_IN})() === null", patience=40_000)
    wait_until(page, f"async () => (await ({STATES})()).join() === 'kept'", patience=40_000)
    phone.page = page
    phone.unlock()
    page.wait_for_url(f"**{another}")
    expect(page.locator("[name=happened]")).to_have_value(TYPED)
    expect(page.get_by_text("Hiba gave this number")).to_be_hidden()

    # A second time, with a signal: her number is on the server, once, as hers.
    page.get_by_text("Add Hiba’s number").click()
    page.get_by_role("button", name="Hand the phone to Hiba").click()
    give(page, "Not sure")
    page.get_by_role("button", name="Change my number").click()
    give(page, "9")
    phone.unlock()
    expect(page.get_by_text("Hiba gave this number")).to_be_visible()
    page.locator(".dock").get_by_role("button", name="Save visit").click()
    page.wait_for_url(re.compile("/visits/.*/saved"))
    phone.go(another)
    expect(page.get_by_text(re.compile("Hiba’s number \\(.* 9\\)"))).to_have_count(1)
