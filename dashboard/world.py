"""Outlines of economies for maps: the vendored TopoJSON of world-atlas, decoded, with ISO codes from the warehouse."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response

from dashboard.cache import kept, read
from warehouse.read import NotPublishedError

TOPOLOGY = Path(__file__).resolve().parent / "assets" / "world" / "countries-110m.json"
UNNUMBERED = {"Kosovo": "XKX"}  # has no number in UN M49
SMALL = 12.0  # square degrees of the box around it: a point is easier to hit than the outline
Point = tuple[float, float]
Ring = list[Point]

world = Blueprint("world", __name__)


@world.get("/world.geojson")
def geojson() -> Response:
    """Return the outlines of the economies the warehouse knows, each with its ISO code as id."""
    try:
        content = _collection()
    except NotPublishedError:
        content = json.dumps({"type": "FeatureCollection", "features": []})
    return Response(content, mimetype="application/geo+json", headers={"Cache-Control": "max-age=3600"})


@kept
def outlined() -> frozenset[str]:
    """Return the codes of economies whose outline is large enough to point at."""
    return frozenset(code for code, shape in outlines(_codes()).items() if _box(shape) >= SMALL)


def outlines(codes: dict[int, str]) -> dict[str, dict[str, Any]]:
    """Return the GeoJSON geometry of each economy.

    Args:
        codes: ISO 3166-1 alpha-3 by UN M49 number.
    """
    found = {codes.get(number) or UNNUMBERED.get(name): shape for number, name, shape in _shapes()}
    return {code: shape for code, shape in found.items() if code}


@kept
def _collection() -> str:
    shapes = [{"type": "Feature", "id": code, "geometry": shape} for code, shape in outlines(_codes()).items()]
    return json.dumps({"type": "FeatureCollection", "features": shapes}, separators=(",", ":"))


def _codes() -> dict[int, str]:
    return {row["m49"]: row["economy"] for row in read("map_codes").frame.to_dicts()}


@cache
def _shapes() -> list[tuple[int, str, dict[str, Any]]]:
    topology = json.loads(TOPOLOGY.read_text(encoding="utf-8"))
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    return [
        (int(shape.get("id", 0)), shape["properties"]["name"], _geometry(shape, arcs))
        for shape in topology["objects"]["countries"]["geometries"]
    ]


def _arc(steps: list[list[int]], transform: dict[str, list[float]]) -> Ring:
    """Add up the steps of an arc and scale them to degrees."""
    (a, b), (x0, y0) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in steps:
        x, y = x + dx, y + dy
        points.append((round(x * a + x0, 2), round(y * b + y0, 2)))
    return points


def _geometry(shape: dict[str, Any], arcs: list[Ring]) -> dict[str, Any]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return {"type": "MultiPolygon", "coordinates": [[_ring(ring, arcs) for ring in polygon] for polygon in polygons]}


def _ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    """Join arcs end to end; a negative number is an arc walked backwards."""
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _box(shape: dict[str, Any]) -> float:
    """Return the square degrees of the box around the largest part."""
    sizes = []
    for polygon in shape["coordinates"]:
        xs, ys = zip(*polygon[0], strict=True)
        sizes.append((max(xs) - min(xs)) * (max(ys) - min(ys)))
    return float(max(sizes))
