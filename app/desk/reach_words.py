"""How somebody may be reached, said in a line: never more than is safe."""


def limits_words(*, call_ok: bool, text_ok: bool, voicemail_ok: bool) -> str:
    """Text only; No texts, no voicemail; nothing where everything is OK."""
    if not call_ok:
        return "Text only" if text_ok else "Don’t ring or text"
    shut = [word for word, ok in (("texts", text_ok), ("voicemail", voicemail_ok)) if not ok]
    return ", ".join(f"no {word}" for word in shut).capitalize()


def reach_words(*, when: str, limits: str, must_not_know: str = "") -> str:
    """Best after 9am. No voicemail. Must not know: Craig."""
    parts = when, limits, f"Must not know: {must_not_know}" if must_not_know else ""
    return ". ".join(part for part in parts if part)


def best_words(good_times: str) -> str:
    """Best after 9am; nothing where any time is good."""
    return f"Best {good_times}" if good_times else ""
