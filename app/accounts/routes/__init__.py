"""Signing in, one's own account, and looking after other people's."""

from app.accounts.routes import coming_in, helping, lines, own, people, second_step, sign_in
from app.accounts.routes.blueprint import bp

__all__ = ["bp", "coming_in", "helping", "lines", "own", "people", "second_step", "sign_in"]
