"""Beckside's families: those of Lorna, Kwame, Tom and Iwona."""

from app.demo.beckside.iwona import IWONAS
from app.demo.beckside.kwame import KWAMES
from app.demo.beckside.lorna import LORNAS
from app.demo.beckside.malik import MALIK
from app.demo.beckside.tom import TOMS

BECKSIDE_FAMILIES = (MALIK, *LORNAS, *KWAMES, *TOMS, *IWONAS)
