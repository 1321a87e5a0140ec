"""Over real TLS, in real Chromium: the cookies and the Referer that forms need are there, and nothing stays behind."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from app import create_app
from app.accounts.models import User
from app.accounts.passwords import hash_password
from app.core import clock
from app.families.models import Episode
from app.web.session import db
from tests.chromium import serving

PASSPHRASE = "a lantern by the old canal"


def own_certificate(folder: Path) -> tuple[str, str]:
    """A certificate for this machine that nobody has signed but itself, and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Withy")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, SHA256())
    )
    files = str(folder / "certificate.pem"), str(folder / "key.pem")
    Path(files[0]).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    Path(files[1]).write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return files


@pytest.fixture
def page(app: Flask, chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """A phone before the application as it runs in earnest, on the same database."""
    secure = create_app(replace(app.extensions["withy"], https=True))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*own_certificate(tmp_path))
    with serving(secure, context) as address:
        browser = chromium.new_context(
            base_url=address, ignore_https_errors=True, viewport={"width": 390, "height": 844}, locale="en-GB"
        )
        yield browser.new_page()
        browser.close()
    with secure.app_context():
        db.engine.dispose()


@pytest.fixture
def signed_in(page: Page, session: Session, lorna: User, maliks: Episode) -> Page:
    """Lorna has come in by the front door."""
    person = session.get_one(User, lorna.id)
    person.password_hash, person.password_set_at = hash_password(PASSPHRASE), clock.now()
    session.commit()
    page.goto("/sign-in")
    page.get_by_label("Work email").fill(lorna.email)
    page.get_by_label("Password").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/today")
    return page


def test_lorna_signs_in_and_saves_a_form_over_tls(signed_in: Page, maliks: Episode) -> None:
    page = signed_in
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert all(name.startswith("__Host-") and cookie["secure"] for name, cookie in cookies.items())
    assert cookies["__Host-withy"]["httpOnly"]

    page.goto(f"/contacts/new?family={maliks.family_id}")
    page.get_by_label("Shazia").check()
    page.get_by_label("What was said").fill("Ayaan went in by himself today.")
    page.get_by_role("button", name="Save contact").click()
    expect(page.get_by_text("Held by Withy")).to_be_visible()


def test_after_signing_out_back_shows_nothing_and_the_browser_kept_nothing(signed_in: Page, maliks: Episode) -> None:
    page = signed_in
    page.goto(f"/families/{maliks.family_id}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Malik")
    page.goto("/more")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in*")
    page.go_back()
    page.go_back()
    expect(page.get_by_label("Password")).to_be_visible()

    assert "Malik" not in page.content()
    assert page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("async () => (await indexedDB.databases()).length + (await caches.keys()).length") == 0
