"""The pages of this room. Each file is one part of what people do with a family."""

from app.families.routes import adding, agreeing, details, extending, people, staffing
from app.families.routes.blueprint import bp

__all__ = ["adding", "agreeing", "bp", "details", "extending", "people", "staffing"]
