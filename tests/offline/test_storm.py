"""A short storm in every run of the tests; `make storm N=200` is a night's."""

import os

from tests.offline.kit import Kit
from tests.offline.storm import Storm

COUNT = int(os.environ.get("STORM_N", "6"))
SEED = int(os.environ.get("STORM_SEED", "26"))


def test_each_note_that_she_was_told_is_saved_is_there_once_in_order_whatever_breaks(kit: Kit) -> None:
    storm = Storm(kit, SEED)
    print(f"seed {SEED}, {COUNT} notes")
    storm.blow(COUNT)

    assert len(storm.told) == COUNT
    assert storm.faults() == []
