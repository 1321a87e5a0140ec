"""What a phone of ours is measured beside: PouchDB in the same browser, and a server that does nothing but say yes.

PouchDB speaks CouchDB's replication protocol. The server here answers it from memory and keeps nothing on a disk: the
peer is measured at its best.
"""

import logging
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, Response, jsonify, request, send_from_directory
from werkzeug.serving import make_server

HERE = Path(__file__).parent
LIBRARY = HERE / "node_modules" / "pouchdb" / "dist"
PAGE = '<!doctype html><html lang="en"><title>Beside</title><script src="/pouchdb.min.js"></script><p>Beside</p></html>'


@dataclass
class Beside:
    """Where the peer's page is, and what was asked of its server since it was last cleared."""

    address: str = ""
    requests: int = 0
    bytes: int = 0
    held: set[str] = field(default_factory=set)

    def clear(self) -> None:
        """Count anew."""
        self.requests = self.bytes = 0
        self.held.clear()


def fetch_library() -> None:
    """The peer's library, by its lock file and without running its scripts."""
    if (LIBRARY / "pouchdb.min.js").exists():
        return
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("PouchDB is fetched with npm, and there is none here.")
    subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE, check=True)


@contextmanager
def serving() -> Iterator[Beside]:
    """The peer's page and server, on a port of their own."""
    beside = Beside()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("localhost", 0, _app(beside), threaded=True)
    beside.address = f"http://localhost:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield beside
    server.shutdown()


def _app(beside: Beside) -> Flask:
    app = Flask("beside")

    @app.before_request
    def count() -> None:
        if request.path.startswith("/db"):
            beside.requests += 1
            beside.bytes += len(request.get_data())

    def take() -> tuple[Response, int]:
        beside.held.update(one["_id"] for one in request.get_json()["docs"])
        return jsonify([]), 201

    for rule, methods, view in (
        ("/", ("GET",), lambda: PAGE),
        ("/pouchdb.min.js", ("GET",), lambda: send_from_directory(LIBRARY, "pouchdb.min.js")),
        ("/db", ("GET", "PUT"), _database),
        ("/db/", ("GET", "PUT"), _database),
        ("/db/_local/<path:name>", ("GET",), _no_checkpoint),
        ("/db/_local/<path:name>", ("PUT",), _checkpoint),
        ("/db/_revs_diff", ("POST",), _differences),
        ("/db/_bulk_docs", ("POST",), take),
    ):
        app.add_url_rule(rule, f"{methods[0]} {rule}", view, methods=methods)
    return app


def _database() -> Response:
    return jsonify(ok=True, db_name="db", update_seq=0, doc_count=0)


def _no_checkpoint(name: str) -> tuple[Response, int]:
    return jsonify(error="not_found", reason="missing"), 404


def _checkpoint(name: str) -> tuple[Response, int]:
    return jsonify(ok=True, id=f"_local/{name}", rev="0-1"), 201


def _differences() -> Response:
    asked: dict[str, list[str]] = request.get_json()
    return jsonify({name: {"missing": revisions} for name, revisions in asked.items()})
