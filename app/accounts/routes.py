"""Signing in and out."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.permissions import Can
from app.web.permissions import allow, public

bp = Blueprint("accounts", __name__)


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    return render_template("accounts/sign_in.html")


@bp.post("/sign-out")
@allow(Can.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    return redirect(url_for("accounts.sign_in"), 303)
