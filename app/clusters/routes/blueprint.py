"""The blueprint that the pages of this room share, and the cluster that most of them are about."""

from uuid import UUID

from flask import Blueprint, abort

from app.clusters.models import Cluster
from app.clusters.queries import cluster_with_id
from app.web.session import session

bp = Blueprint("clusters", __name__, url_prefix="/settings")
BOTH = ["GET", "POST"]


def the_cluster(cluster_id: UUID) -> Cluster:
    """The cluster of an address, or 404."""
    return cluster_with_id(session, cluster_id) or abort(404)
