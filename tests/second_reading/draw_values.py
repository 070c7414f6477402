"""Values at and around every threshold and date boundary."""

from datetime import date, timedelta
from random import Random


def row(text: str) -> list[str]:
    """Codes written in a row."""
    return text.split()


# Every kind of group membership; some stand twice because most paragraphs are about them.
DESTINATIONS = row(
    "DE DE FR GB KR JP TW AU US PL PL PL IN CH IL SG MX BR BR BR MY KE TH VN VN KZ AM AE AE "
    "SA QA EG CN CN HK MO RU BY VE KH KH IR CU KP SY UA UA ET ZZ"
)
CITIZENSHIPS = ["CN", "CN", "IR", "IN", "PL", "DE", "VN", "BR", "MO", "ET"]
ODD_SEATS = row("US US DE GB PL BR CN CN CN HK MO RU KH VN AE SG TW IN KR CA ZZ")

BOUNDARIES = [
    "2024-12-02",
    "2025-01-13",
    "2025-01-16",
    "2025-01-31",
    "2025-05-15",
    "2026-01-01",
    "2026-01-15",
    "2026-02-03",
    "2026-04-01",
    "2026-07-09",
    "2026-07-23",
    "2028-01-01",
]


def sometimes(random: Random, chance: float) -> bool:
    """True with a chance."""
    return random.random() < chance


def shifted(day: str, days: int) -> str:
    """A day so many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def on(random: Random) -> str:
    """A day: mostly under the Diffusion text, now and then beside a boundary."""
    if sometimes(random, 0.15):
        return shifted(random.choice(BOUNDARIES), random.choice([-1, 0, 1]))
    if sometimes(random, 0.08):
        return shifted("2024-12-02", random.randrange(160))
    return shifted("2025-05-15", random.randrange(560))


def around(random: Random, edge: float, step: float = 1) -> float:
    """An edge, or a step to either side of it."""
    return max(0, edge + random.choice([-step, 0, step]))


READINGS: dict[str, list[str]] = {
    "C1": ["lpp_not_listed", "lpp_available"],
    "C2": ["submit_always", "submit_from_253m"],
    "C3": ["z_5a002_not_eligible", "z_5a002_eligible"],
    "C4": ["allied_headquarters_capped", "allied_headquarters_approved"],
    "C5": ["outside_headquarters_capped", "allied_destination_approved"],
    "C6": ["whole_or_denied", "partial_approval"],
    "C8": ["both_governments", "host_government", "own_government"],
    "C9": ["deny", "headquarters_or_parent"],
    "N1": ["gate_headquarters_only", "headquarters_or_parent"],
    "N2": ["gate_all_z", "gate_as_worded"],
    "N3": ["worldwide", "ccl_entry"],
    "N4": ["comply_now", "delayed_2026_01_15"],
    "N5": ["submit_first", "submit_at_threshold"],
    "N6": ["year_of_export", "year_of_receipt"],
    "N7": ["all_receipts", "lpp_only"],
    "N8": ["either_list_omits", "first_list"],
    "N9": ["all_a_level", "as_listed"],
    "N10": ["location_headquarters_parent", "location_only"],
    "N11": ["at_least", "more_than"],
    "N12": ["denial_first", "approval_first"],
    "N13": ["licensed_total", "installed_base"],
    "N14": ["denial_first", "approval_first"],
    "N15": ["own_transfers_only", "any_transfer"],
    "N16": ["all_uveu", "headquartered_only"],
    "N17": ["report_all", "as_worded"],
    "N18": ["any_nexus", "as_worded"],
    "N19": ["any_nexus_excludes", "as_worded"],
    "N20": ["intermediates_allowed", "direct_only"],
    "N21": ["listed_or_letter", "listed_only"],
    "N24": ["no", "yes"],
    "N25": ["not_own", "own"],
    "N26": ["before", "after"],
}
