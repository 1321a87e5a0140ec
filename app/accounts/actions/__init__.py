"""Ways in and out, and the lines between colleagues."""

from app.accounts.actions.sign_ins import begin_sign_in, end_sign_in, hash_token, hold_sign_in, renew_sign_in

__all__ = ["begin_sign_in", "end_sign_in", "hash_token", "hold_sign_in", "renew_sign_in"]
