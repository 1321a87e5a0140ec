"""The scene on which the tables of this folder are tried."""

from tests.house.scene import clients, scene

__all__ = ["clients", "scene"]
