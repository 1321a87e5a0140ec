"""What every answer says to the browser: run nothing foreign, keep nothing, leak nothing."""

from http import HTTPStatus

from flask import Flask, Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "report-uri /csp-report",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: Flask-WTF looks for one over TLS.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def init_headers(app: Flask, *, https: bool) -> None:
    """Set the headers on every answer; nothing may be kept that does not say so itself."""

    @app.after_request
    def set_headers(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if https:
            answer.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        # A file that is not there, or a page, is kept by nobody; a file says itself for how long.
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            answer.headers["Cache-Control"] = "no-store"
        answer.headers.setdefault("Cache-Control", "no-store")
        # Whose answer it is: a hotel's Wi-Fi answers too, and with 200.
        answer.headers["X-Withy"] = app.jinja_env.globals["build"]
        return answer
