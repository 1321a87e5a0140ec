"""The settings pages. Only an admin opens them; nothing of a family is on them."""

from app.clusters.routes import choosing, overview, places
from app.clusters.routes.blueprint import bp

__all__ = ["bp", "choosing", "overview", "places"]
