"""``/healthz``: which build is served, for monitors and load balancers."""

from flask import Blueprint, Response, jsonify

from dashboard.components.status import build
from warehouse.read import NotPublishedError

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> tuple[Response, int]:
    """Return the build being served, or 503 where there is none."""
    try:
        row = build()
    except NotPublishedError:
        return jsonify(status="nothing published"), 503
    return jsonify(status="ok", build_id=row["build_id"], built_at=row["built_at"].isoformat(timespec="seconds")), 200
