"""The twelve families of Three Mills."""

from app.demo.three_mills.apart import APART
from app.demo.three_mills.beginning import BEGINNING
from app.demo.three_mills.behind_us import BEHIND_US
from app.demo.three_mills.under_way import UNDER_WAY

THREE_MILLS_FAMILIES = (*UNDER_WAY, *BEGINNING, *APART, *BEHIND_US)
