"""A phone that sends late, as the offline room's tests have it."""

from tests.offline.conftest import phone_of

__all__ = ["phone_of"]
