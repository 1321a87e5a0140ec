"""`phone_of(lorna)` is a phone that Lorna has set up, with no sign-in on it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Playwright
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions import begin_sign_in, hash_token
from app.accounts.models import SignIn, User
from app.core import clock
from app.offline.actions import set_up_phone
from tests.offline.faults import Network
from tests.offline.kit import Kit, lornas_kit
from tests.offline.phones import TestPhone
from tests.offline.real import RealPhone
from tests.serving.served import Server, environment, flask


@pytest.fixture
def phone_of(app: Flask, session: Session) -> Callable[[User], TestPhone]:
    """Set up a phone a week ago; nothing but its delivery cookie is in its browser."""

    def make(person: User) -> TestPhone:
        then = clock.now() - timedelta(days=7)
        token = begin_sign_in(session, person, "A phone", now=then, second_step_done=True)
        session.flush()
        sign_in = session.scalars(select(SignIn).where(SignIn.token_hash == hash_token(token))).one()
        made = set_up_phone(session, person, sign_in, "A phone", 3, now=then)
        sign_in.ended_at = then
        session.commit()
        client = app.test_client()
        client.set_cookie("withy-deliver", made.deliver)
        return TestPhone(client, person.id)

    return make


@pytest.fixture(scope="session")
def demo_of_today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with the demo's families as they are on this very day, for servers on the real clock."""
    folder = tmp_path_factory.mktemp("demo-of-today")
    told = environment(folder)
    flask(told, "migrate")
    flask(told, "seed")
    return folder


@pytest.fixture
def server(demo_of_today: Path, tmp_path: Path) -> Iterator[Server]:
    """The server as it ships, on the demo of today."""
    folder = tmp_path / "instance"
    shutil.copytree(demo_of_today, folder)
    made = Server(environment(folder))
    made.start()
    yield made
    made.kill()


@pytest.fixture
def network(server: Server) -> Iterator[Network]:
    """What lies between phones and the server."""
    made = Network(server.port)
    yield made
    made.close()


@pytest.fixture
def lornas_phone(playwright: Playwright, tmp_path: Path, network: Network, server: Server) -> Iterator[RealPhone]:
    """Lorna's phone, set up, with her day on it."""
    with lornas_kit(playwright, tmp_path, network, server) as made:
        yield made.phone


@pytest.fixture(scope="session")
def her_kit(playwright: Playwright, demo_of_today: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    """Lorna's phone with all it depends on, set up once for many troubles.

    Tests after which it is another phone, or another version, have one of their own: see `own_kit`.
    """
    with a_kit(playwright, demo_of_today, tmp_path_factory.mktemp("kit")) as made:
        yield made


@contextmanager
def a_kit(playwright: Playwright, demo_of_today: Path, folder: Path) -> Iterator[Kit]:
    """Lorna's phone with a network and a server of its own."""
    shutil.copytree(demo_of_today, folder / "instance")
    server = Server(environment(folder / "instance"))
    server.start()
    network = Network(server.port, kill_server=server.kill)
    with lornas_kit(playwright, folder, network, server) as made:
        yield made
    network.close()
    server.kill()


@pytest.fixture(scope="module")
def own_kit(playwright: Playwright, demo_of_today: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    """The same for the tests of one file only."""
    with a_kit(playwright, demo_of_today, tmp_path_factory.mktemp("kit")) as made:
        yield made


@pytest.fixture
def kit(her_kit: Kit) -> Kit:
    """The same, with whatever went wrong before put right."""
    her_kit.all_is_well()
    return her_kit
