"""Recording a contact, reading a note, putting it right; and a supervisor's oversight."""

from app.notes.routes import overseeing  # noqa: F401  It hangs its views on the blueprint.
from app.notes.routes.blueprint import bp
from app.notes.routes.writing import init_notes

__all__ = ["bp", "init_notes"]
