"""Items: chips at every threshold, boards, `.z` items, software, technology, memory and weights."""

from decimal import Decimal
from random import Random
from typing import Any

from .draw_values import around, row, shifted, sometimes
from .entries import COMMODITY_FAMILIES, FOR, LEVELS

Document = dict[str, Any]
BESIDE_A_MODEL: list[Document] = [
    {"kind": "software", "eccn": "EAR99"},
    {"kind": "technology", "eccn": "3E001", "related_eccn": "3A090.b"},
    {"kind": "computer", "eccn": "4A994"},
    {"kind": "computer", "eccn": "4A090.a", "integrated_circuits": [{"count": 1, "tpp": 5000}]},
    {"kind": "technology", "eccn": "3E001", "related_eccn": "3A090.a"},
    {"kind": "integrated_circuit", "eccn": "3A090.b"},
]
# What is told of a chip or of weights that only the other can be.
MIXED: list[Document] = [
    {"eccn": "4E091"},
    {"kind": "model_weights"},
    {"kind": "model_weights", "eccn": "3A090.a"},
    {"eccn": "4E091", "tpp": 15832},
    {"tpp": 1600},
]
GROUNDS = [
    *("734.9(h)", "734.9(h)", "734.9(h)(1)", "734.9(h)(1)(i)(A)", "734.9(l)", "734.4", "734.7"),
    *("foreign made", "15 CFR 734.9(h)(2)(i)", "de_minimis_excluded", "734.3(a)(3)", "734.3(b)"),
    *(
        "734.9(h)(1): neither limb",
        "734.9(h)(1)(i) and (ii)",
        "734.3 (a)(1)",
        "734.13(a)(1)",
        "734.",
    ),
    *(
        "734.7 and 734.9(h)(1)(i)",
        "734.3(b)(1) ",
        "734.9(h)(1)(i), 734.9(h)(1)(ii)",
        "734.7(a)",
        "734.3",
    ),
]
RECEIVED = ["none", "license", "AIA", "ACM", "LPP", "NAC", "ACA", "UVEU", "NVEU"]


def figures(random: Random) -> Document:
    """TPP, density and marketing of a circuit, at and around 1600, 2400, 4800, 1.6, 3.2, 5.92."""
    tpp = random.choice(
        [
            15832,
            15832,
            36000,
            5284.8,
            2368,
            3152,
            around(random, 1600),
            around(random, 2400),
            around(random, 4800, 0.5),
            1000,
        ]
    )
    density: float | None = random.choice(
        [
            19.45,
            8,
            2.91,
            4,
            around(random, 1.6, 0.01),
            around(random, 3.2, 0.01),
            round(around(random, 5.92, 0.01), 2),
        ]
    )
    if sometimes(random, 0.04):
        density = None
    return {
        "tpp": tpp,
        "performance_density": density,
        "datacenter": sometimes(random, 0.65),
        "designer": random.choices(["approved", "authorized", "neither"], [5, 5, 1])[0],
    }


def specification(random: Random) -> Document:
    """Datasheet figures in place of the two numbers."""
    peaks = [
        {"bits": bits, "tera_operations": rate, "sparse": sparse}
        for bits, rate, sparse in [
            (16, random.choice([989.5, 300, 148, 100, 150]), False),
            (8, random.choice([1979, 600, 296, 330.3]), False),
            (8, 3958, True),
        ]
    ]
    if sometimes(random, 0.3):
        return _on_a_line(random)
    dies = [{"area_mm2": random.choice([814, 608, 1628, 300]), "non_planar": True}]
    if sometimes(random, 0.3):
        dies.append({"area_mm2": 100, "non_planar": sometimes(random, 0.5)})
    return {"peaks": peaks, "dies": dies}


def _on_a_line(random: Random) -> Document:
    """TPP over area on 5.92, 3.2 or 1.6, or a thousandth of a TPP to either side."""
    area = Decimal(random.choice(row("464 469.2 553.7 283.7 412.7 701.7 512.25 510.7 812.5")))
    on = Decimal(random.choice(row("5.92 3.2 1.6"))) * area
    rate = float(on + Decimal(random.choice([-1, 0, 0, 1])) / 1000)
    part = random.choice([Decimal(0), Decimal(100), Decimal("0.1")])
    return {
        "peaks": [{"bits": 1, "tera_operations": rate, "sparse": False}],
        "dies": [
            {"area_mm2": float(each), "non_planar": True} for each in (area - part, part) if each
        ],
    }


def chip(random: Random) -> Document:
    """A bare circuit, stated, derived or both."""
    found: Document = {"kind": "integrated_circuit", **figures(random)}
    if sometimes(random, 0.15):
        del found["tpp"], found["performance_density"]
        found["specification"] = specification(random)
    choice = random.random()
    if choice < 0.25:
        found["eccn"] = random.choice(["3A090.a", "3A090.b"])
    elif choice < 0.35:
        found["eccn"] = random.choice([c for c in LEVELS if c.startswith(("3A001", "5A"))])
    elif choice < 0.4:
        found["eccn"] = random.choice(["EAR99", "3A991", "3A001", "3A090", "3A001.z"])
    if sometimes(random, 0.04):
        found["memory_bandwidth_gbps"] = random.choice([3350, 6499, 6500, 8000])
    if sometimes(random, 0.06):
        found["note_1_presumption"] = random.choice(["not_overcome", "overcome", "not_applicable"])
    return found


def board(random: Random) -> Document:
    """A unit that holds circuits."""
    circuits = [
        {"count": random.choice([1, 2, 8]), **figures(random)}
        for _ in range(random.choice([1, 1, 2]))
    ]
    found: Document = {
        "kind": random.choice(["computer", "electronic_assembly", "component"]),
        "integrated_circuits": circuits,
    }
    if sometimes(random, 0.06):
        found.update(figures(random))  # of one circuit, in the list or not
    if sometimes(random, 0.03):
        found["kind"] = "integrated_circuit"  # and holds some all the same
    if sometimes(random, 0.8):
        families = tuple(COMMODITY_FAMILIES - {"3A090", "3A001.z"})
        found["eccn"] = random.choice(
            sorted(code for code, e in LEVELS.items() if e.family in families)
        )
    return found


def code(random: Random) -> Document:
    """Software or technology."""
    if sometimes(random, 0.08):
        related = random.choice([c for c in LEVELS if c.startswith(("5A002", "5A004"))])
        return {"kind": "software", "eccn": "5D002", "related_eccn": related}
    if sometimes(random, 0.3):
        eccn = random.choice([c for c in LEVELS if c.startswith("5D")])
        found: Document = {"kind": "software", "eccn": eccn}
        if sometimes(random, 0.8):
            found["datacenter"] = sometimes(random, 0.5)
        return found
    family = random.choice([*sorted(FOR), "3E001", "3E001"])
    targets = [c for c, e in LEVELS.items() if e.family in FOR[family]]
    if family == "4E001":
        targets += ["4D090.a", "4D090.b"]
    found = {
        "kind": "technology" if family[1] == "E" else "software",
        "eccn": family,
        "related_eccn": random.choice(targets),
    }
    if family == "3E001" and sometimes(random, 0.6):
        found["related_eccn"] = random.choice(["3A090.a", "3A090.b", "3A090.b", "3A090.c"])
        found["developer"] = {
            "headquarters": random.choice(["CN", "CN", "MO", "PL", "US", "ET"]),
            "ultimate_parent_headquarters": random.choice(["CN", "PL", "PL"]),
        }
        found["for_production_of"] = random.choice(row("3A090.a 4A090.b 5A992.z.2 3A991 3A001"))
        basis = random.choice(["734.9(h)"] * 4 + ["734.9(l)", "734.9(e)", "734.3(a)(2)"])
        found["subject_to_ear"] = {"value": sometimes(random, 0.9), "basis": basis}
    return found


def model(random: Random, as_of: str) -> Document:
    """A model at and around the thresholds of 4E091."""
    total = random.choice([1e26, 9.9e25, 2e26, 2e26, 4e26, 1.2e26])
    derived = sometimes(random, 0.25)
    found: Document = {
        "training_operations": total,
        "published": sometimes(random, 0.1),
        "derived_from_published": derived,
        "best_published_operations": random.choice(
            [
                None,
                {"value": 5e25, "source": "s", "as_of": "2025-05-01"},
                {
                    "value": random.choice([1e26, 1.5e26, 3e26]),
                    "source": "s",
                    "as_of": random.choice(
                        [*["2025-05-01"] * 3, shifted(as_of, 0), shifted(as_of, 1)]
                    ),
                },
            ]
        ),
        "trained_in": random.choice(["US", "US", "DE", "AE"]),
        "trained_on_ear_items": sometimes(random, 0.8),
    }
    if derived:
        found["additional_operations"] = random.choice(
            [2.5e25, 2.6e25, total / 5, total / 5 * 1.01, total / 4, total / 2, 1e24]
        )
    if sometimes(random, 0.4):
        found["synthetic_data"] = [
            {
                "share": random.choice([0.1, 0.11, 0.5, 0.05]),
                "generator_published": sometimes(random, 0.4),
                "generation_operations": random.choice([1e24, 1e25, 1e26]),
                "generator_training_operations": random.choice([1e25, 1e26]),
            }
            for _ in range(random.choice([1, 2]))
        ]
    return found


def weights(random: Random, as_of: str = "2025-07-01") -> Document:
    """Model weights, stated or derived."""
    found: Document = {"kind": "model_weights"}
    if sometimes(random, 0.5):
        found["eccn"] = "4E091"
    if sometimes(random, 0.8) or "eccn" not in found:
        found["model"] = model(random, as_of)
    return found


def item(random: Random, request: Document) -> Document:
    """An item, with what goes with every one."""
    kind = random.choices([chip, board, code, weights, memory, other], [45, 20, 14, 12, 4, 2])[0]
    found = kind(random, request["as_of"]) if kind is weights else kind(random)
    found["quantity"] = random.choice([1, 10, 100, 202, 203, 1699, 1700, 2000, 15981])
    if sometimes(random, 0.8):
        found["other_controls_cleared"] = sometimes(random, 0.85)
    abroad = request["activity"] == "export" and request.get("origin", "US") != "US"
    if abroad or request["activity"] in ("reexport", "transfer_in_country"):
        found["received_under"] = random.choices(RECEIVED, [4, 2, 2, 1, 1, 1, 1, 1, 1])[0]
    if sometimes(random, 0.01):
        basis = random.choice(GROUNDS)
        found["subject_to_ear"] = {"value": False, "basis": basis}
    if "model" in found and sometimes(random, 0.1):
        basis = random.choice(["734.9(l)"] * 4 + GROUNDS)
        found["subject_to_ear"] = {"value": sometimes(random, 0.5), "basis": basis}
    if found.get("eccn", "EAR99") not in ("EAR99", "4E091") and sometimes(random, 0.01):
        found["eccn"] += ".a" if found["eccn"] in FOR else ".9"  # no such paragraph
    if sometimes(random, 0.02):
        found["general_prohibition_10"] = True
    if found.get("kind") in ("integrated_circuit", "computer") and sometimes(random, 0.02):
        found["related_eccn"] = random.choice(["3A090.a", "3A090.b"])  # of no meaning
    if sometimes(random, 0.02):
        found.update(random.choice(MIXED))
    if sometimes(random, 0.04):
        del found["kind"]
    if ("integrated_circuits" in found or "tpp" in found) and sometimes(random, 0.06):
        found["specification"] = specification(random)
    if "integrated_circuits" in found and sometimes(random, 0.1):
        found["datacenter"] = sometimes(random, 0.7)
    if "model" in found and found.get("kind") and sometimes(random, 0.08):
        found.update(random.choice(BESIDE_A_MODEL))
    return found


def memory(random: Random) -> Document:
    """High bandwidth memory and what is for it."""
    return random.choice(
        [
            {"kind": "integrated_circuit", "eccn": "3A090.c"},
            {"kind": "software", "eccn": "3D001", "related_eccn": "3A090.c"},
            {"kind": "technology", "eccn": "3E001", "related_eccn": "3A090.c"},
        ]
    ).copy()


def other(random: Random) -> Document:
    """What no entry of the rule describes, or what stops above the paragraph."""
    return random.choice(
        [
            {"kind": "equipment", "eccn": "3B001.a"},
            {"kind": "integrated_circuit", "eccn": "EAR99"},
            {"kind": "computer", "eccn": "5A992.c"},
            {"kind": "software", "eccn": "3D001", "related_eccn": "3B001"},
            {"kind": "technology", "eccn": "3E001", "related_eccn": "3B001"},
            {"kind": "technology", "eccn": "4E001", "related_eccn": "4D001"},
        ]
    ).copy()
