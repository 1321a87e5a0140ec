"""An instance for a server of its own, with the demo in it: made once, for all that is done to it."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.databases import Backend, set_fsync
from tests.serving.served import environment, flask


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the environment says to an instance on the embedded database."""
    return _with_demo(environment(tmp_path_factory.mktemp("served")))


@pytest.fixture(scope="session")
def on_postgresql(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The same on PostgreSQL."""
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE served")
    set_fsync(postgresql_server, "on")
    return _with_demo(
        environment(tmp_path_factory.mktemp("served"), postgresql_server.replace("/postgres?", "/served?"))
    )


@pytest.fixture
def told(backend: Backend, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Each of the two in turn, on a database that keeps what it acknowledges."""
    said: dict[str, str] = request.getfixturevalue(f"on_{backend.name}")
    if backend.name == "sqlite":
        yield said
        return
    set_fsync(backend.server, "on")
    yield said
    set_fsync(backend.server, "off")


def _with_demo(said: dict[str, str]) -> dict[str, str]:
    flask(said, "migrate")
    flask(said, "seed")
    return said
