"""A template cannot fetch: every relationship is loaded by the query or not at all."""

from app.core.db import Base
from app.tables import ROOMS


def test_every_relationship_refuses_to_fetch_by_itself() -> None:
    assert ROOMS
    lazy = [
        f"{mapper.class_.__name__}.{relation.key}"
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if relation.lazy != "raise"
    ]
    assert lazy == []


def test_relationships_point_down_and_never_back() -> None:
    both_ways = [
        f"{mapper.class_.__name__}.{relation.key}"
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if relation.back_populates or relation.backref
    ]
    assert both_ways == []
