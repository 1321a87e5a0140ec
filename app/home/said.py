"""What an action may answer to a person of a family: marked here, so that it is said in their language."""

from app.core.permissions import Role


def N_(words: str) -> str:
    """The same words, found by whoever gathers what is to be translated."""
    return words


# The same for a code that is used, stopped, too old, or never was: nobody learns which.
DEAD = N_("That code doesn’t open anything. Check each word and number, or ask for a new one.")
WRONG = N_("Those aren’t your numbers. Try again.")
WAIT = N_("Please wait a minute, then try again.")
FOUR = N_("Choose four numbers")
NOT_THE_SAME = N_("Choose four numbers that are not all the same")
CHANGED = N_("This has changed. Open your page again.")
JOBS = {
    Role.WORKER: N_("Family support workers"),
    Role.SUPERVISOR: N_("Team leaders"),
    Role.MANAGER: N_("The manager"),
}
# A text to somebody's own telephone: whoever else holds it learns nothing of us.
SEE_YOU = N_("Hi, see you %(day)s at %(time)s. %(name)s")
A_FEW_WORDS = N_("Write a few words first")
# Where a cluster has not said where a family can complain: as it stands in its list, `complaints`.
COMPLAIN_TO = N_("Ask to talk to the manager of the team")
