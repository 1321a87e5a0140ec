"""Withy: one plan, week by week, side by side with a family."""

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app import commands
from app.accounts import routes as accounts
from app.accounts.queries import staff_by_id
from app.accounts.signing_in import init_signing_in
from app.audit import routes as audit
from app.clusters import routes as clusters
from app.desk import routes as desk
from app.desk.shown_again import init_shown_again
from app.families import routes as families
from app.file_audits import routes as file_audits
from app.home import routes as home
from app.messages import routes as messages
from app.notes import routes as notes
from app.offline import routes as offline
from app.offline.reading import init_reading
from app.plans import routes as plans
from app.promises import routes as promises
from app.settings import Settings, read_settings
from app.supervision import routes as supervision
from app.team_meetings import routes as team_meetings
from app.visits import routes as visits
from app.visits.actions import follow_note
from app.web.assets import init_assets
from app.web.days import init_days
from app.web.errors import init_errors
from app.web.filters import init_filters
from app.web.forms import init_forms
from app.web.headers import init_headers
from app.web.health import init_health
from app.web.kept import init_kept
from app.web.navigation import init_navigation
from app.web.permissions import init_permissions
from app.web.plain_words import init_plain_words
from app.web.session import init_session
from app.worries import routes as worries


def create_app(settings: Settings | None = None) -> Flask:
    """The application: settings, wiring, rooms. Raises BadSetting with one clear line."""
    settings = settings or read_settings()
    app = Flask(__name__, static_folder=None, instance_path=str(settings.instance))
    app.config.update(
        SECRET_KEY=settings.keys.session,
        MAX_CONTENT_LENGTH=settings.most_request_bytes,
        WORKER=settings.worker,
        SESSION_COOKIE_NAME="__Host-withy" if settings.https else "withy",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # Nobody asks what an address can do: OPTIONS is answered as any other verb that is not there.
        PROVIDE_AUTOMATIC_OPTIONS=False,
        # A page may lie open, or on a phone, for hours: its token holds as long as the sign-in.
        WTF_CSRF_TIME_LIMIT=None,
        # Forms say our own words, and staff's are in English whatever their browser speaks.
        WTF_I18N_ENABLED=False,
    )
    app.extensions["withy"] = settings
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    init_session(app, settings)
    home.init_home(app)  # Before anything is asked of whoever knocks: which address it is.
    init_forms(app)
    init_signing_in(app, settings)
    init_permissions(app)
    init_headers(app, https=settings.https)
    init_errors(app)
    init_assets(app)
    init_filters(app)
    init_plain_words(app)
    init_days(app)
    init_navigation(app)
    init_kept(app)
    init_health(app)
    for bp in (
        accounts.bp,
        audit.bp,
        clusters.bp,
        desk.bp,
        families.bp,
        file_audits.bp,
        home.bp,
        messages.bp,
        notes.bp,
        offline.bp,
        plans.bp,
        promises.bp,
        supervision.bp,
        team_meetings.bp,
        visits.bp,
        worries.bp,
    ):
        app.register_blueprint(bp)
    audit.init_audit(app, staff_by_id)
    notes.init_notes(app, follow_note)
    init_shown_again(app)
    offline.init_offline(app)
    init_reading(app)
    commands.init_commands(app)
    return app
