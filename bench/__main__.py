"""`python -m bench pages` and `python -m bench city --size mid` and so on: see README.md beside this file."""

import argparse
import warnings

from bench import fetching, growth, pages, phone
from bench.city import SIZES

KINDS = ("sqlite", "postgresql")


def main() -> None:
    """Read what is wanted, measure it, print it."""
    # PostgreSQL's little server looks for a folder of the session, and does as well without.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("what", choices=("pages", "city", "fetch", "phone"), nargs="?", default="pages")
    parser.add_argument("--database", choices=(*KINDS, "both"), default="both")
    parser.add_argument("--size", choices=list(SIZES), default="mid")
    parser.add_argument("--samples", type=int, default=200, help="of each page")
    parser.add_argument("--rounds", type=int, default=3, help="of each count of notes on a phone")
    parser.add_argument("--under", help="the folder for the temporary databases (large: 10 GB)")
    said = parser.parse_args()
    kinds = list(KINDS) if said.database == "both" else [said.database]
    if said.what == "pages":
        pages.run(kinds, said.samples, said.under)
    elif said.what == "phone":
        phone.run(said.rounds)
    elif said.what == "fetch":
        fetching.run(kinds, said.size, said.under)
    else:
        growth.run(kinds, said.size, said.samples, said.under)


if __name__ == "__main__":
    main()
