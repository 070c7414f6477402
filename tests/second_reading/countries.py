"""Countries: Supplement No. 5 to part 740, Country Groups of Supplement No. 1 to part 740."""

from .facts import Truth


def codes(text: str) -> frozenset[str]:
    """Codes written in a row."""
    return frozenset(text.split())


# Supplement No. 5 to part 740, paragraph (a); paragraph (b) was published empty.
SUPPLEMENT_5A = codes("AU BE CA DK FI FR DE IE IT JP NL NZ NO KR ES SE TW GB US")

# Supplement No. 1 to part 740, membership of January 2025.
D1 = codes("AM AZ BY MM KH CN GE IQ KZ KP KG LA LY MO MD MN NI RU TJ TM UZ VE VN YE")
D4 = codes("AE BH BY CN EG IR IQ IL JO KP KW LB LY MO OM PK QA RU SA SY VE YE")
D5 = codes("AF BY MM KH CF CN CD CU ER HT IR IQ KP LB LY NI RU SO SS SD SY VE ZW")
A5 = codes(
    "AR AU AT BE BG CA HR CZ DK EE FI FR DE GR HU IS IN IE IT JP KR LV LT LU NL NZ NO PL PT RO "
    "SK SI ES SE CH TR GB"
)
A6 = codes("AL CY IL MT MX SG ZA TW")

SUPPLEMENT_FROM = "2025-01-13"  # Supplement No. 5, effective
CAMBODIA_LEFT_D5 = "2026-02-03"  # 91 FR 5091
UAE_UNKNOWN_FROM, UAE_IN_A5 = "2026-07-09", "2026-07-23"  # FR doc 2026-14132, day not seen

# 740.2(a)(6): sanctioned destinations, and those under limited sanctions.
SANCTIONED = codes("CU IR KP SY")
LIMITED_SANCTIONS = codes("RU BY")

# ISO 3166-1 alpha-2.
KNOWN = codes(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ "
    "BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM "
    "DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS "
    "GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN "
    "KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ "
    "MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV "
    "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI "
    "VN VU WF WS XK YE YT ZA ZM ZW"
)


def canonical(country: object) -> str | None:
    """The code that groups are looked up by: Hong Kong reads as China; None if unknown."""
    if not isinstance(country, str) or country not in KNOWN:
        return None
    return "CN" if country == "HK" else country


def in_supplement_5(country: object) -> Truth:
    """Supplement No. 5 to part 740, paragraph (a)."""
    code = canonical(country)
    return None if code is None else code in SUPPLEMENT_5A


def in_macau_or_d5(country: object, as_of: str) -> Truth:
    """Macau or Country Group D:5; Ethiopia stands in 22 CFR 126.1 and not in the table (open)."""
    code = canonical(country)
    if code is None or code == "ET":
        return None
    if code == "KH":
        return as_of < CAMBODIA_LEFT_D5
    return code == "MO" or code in D5


def in_d_set(country: object, as_of: str) -> Truth:
    """Country Groups D:1, D:4 or D:5, excluding those also in A:5 or A:6 (742.6(a)(6)(iii)(B))."""
    code = canonical(country)
    if code is None or code == "ET":
        return None
    if code == "AE":  # the day of its move is not known: unfavourable until it is
        return as_of < UAE_IN_A5
    return code in (D1 | D4 | D5) and code not in (A5 | A6)


def behind_gate(country: object, as_of: str) -> Truth:
    """The same for 740.2(a)(9)(ii), whose wording beside A:5 for the Emirates nobody has seen.

    The Commerce Control List of that day keeps them by name wherever it names these groups.
    """
    return True if canonical(country) == "AE" else in_d_set(country, as_of)


def in_a5(country: object, as_of: str) -> bool:
    """Country Group A:5, as far as it is known to hold the country (734.20(b))."""
    code = canonical(country)
    return as_of >= UAE_IN_A5 if code == "AE" else code in A5


def in_aca_group(country: object, as_of: str) -> Truth:
    """Country Groups D:1 and D:4 (740.8(a) as of April 2024)."""
    code = canonical(country)
    if code is None:
        return None
    if code == "AE":
        return True if as_of < UAE_UNKNOWN_FROM else (None if as_of < UAE_IN_A5 else False)
    return code in D1 or code in D4


def is_favoured(country: object, as_of: str) -> Truth:
    """The United States, Country Group A:5 or A:6 (744.23(d)(2))."""
    code = canonical(country)
    if code is None:
        return None
    if code == "AE":
        return None if UAE_UNKNOWN_FROM <= as_of < UAE_IN_A5 else as_of >= UAE_IN_A5
    return code == "US" or code in A5 or code in A6
