"""How a citation names paragraphs: every form that rules use, and its one name."""

import pytest

from ai_export_policy import citations


@pytest.mark.parametrize(
    ("citation", "names"),
    [
        ("", []),
        ("740.27(a)(3)(ii)", ["740.27(a)(3)(ii)"]),
        ("740.27, 740.28", ["740.27", "740.28"]),
        ("740.27(b), (c)", ["740.27(b)", "740.27(c)"]),
        ("740.8(c)(1), (c)(2)", ["740.8(c)(1)", "740.8(c)(2)"]),
        ("734.20(a) to (c)", ["734.20(a)", "734.20(b)", "734.20(c)"]),
        ("740.8(c)(1)(ii) to (iv)", [f"740.8(c)(1)({n})" for n in ("ii", "iii", "iv")]),
        ("748.15(f)(1)(iii)(A) and (B)", ["748.15(f)(1)(iii)(A)", "748.15(f)(1)(iii)(B)"]),
        # The nearest paragraph of the level that the enumerator is of.
        (
            "742.6(b)(10)(iii)(B)(1) and (C)",
            ["742.6(b)(10)(iii)(B)(1)", "742.6(b)(10)(iii)(C)"],
        ),
        ("734.9(h)(1)(i)(B)(1) and (h)(2)(ii)", ["734.9(h)(1)(i)(B)(1)", "734.9(h)(2)(ii)"]),
        ("734.9(h) and (l)", ["734.9(h)", "734.9(l)"]),
        ("734.9(h)(1)(i)(A), (ii)(A)", ["734.9(h)(1)(i)(A)", "734.9(h)(1)(ii)(A)"]),
        ("734.9(h)(2)(ii), Note 5", ["734.9(h)(2)(ii), Note 5"]),
        ("Table 1 to 748.15(a)(2)(iii)(B)", ["748.15(a)(2)(iii)(B)"]),
        # Another text of the same number.
        ("742.6(a)(6)(iii), 89 FR 96790", ["742.6(a)(6)(iii), 89 FR 96790"]),
        (
            "742.6(b)(10)(iii)(B)(1) and (2), 89 FR 96790",
            [f"742.6(b)(10)(iii)(B)({n}), 89 FR 96790" for n in (1, 2)],
        ),
        ("89 FR 96790, 740.8", ["89 FR 96790", "740.8"]),
        # Supplements.
        ("Supplement No. 5 to part 740, paragraph (a)", ["740.S5(a)"]),
        ("Supplement No. 3 to part 732, red flag 28", ["732.S3/28"]),
        ("Supplement Nos. 1 and 5 to part 740", ["740.S1", "740.S5"]),
        (
            "740.27(a)(3)(ii), Supplement No. 10 to part 748, paragraph 14.b",
            ["740.27(a)(3)(ii)", "748.S10/14.b"],
        ),
        (
            "Supplement No. 10 to part 748, paragraphs 14, 15 and 18",
            ["748.S10/14", "748.S10/15", "748.S10/18"],
        ),
        ("748.S10/9 to 11", ["748.S10/9", "748.S10/10", "748.S10/11"]),
        ("748.S2(c)(4)", ["748.S2(c)(4)"]),
        # An entry of the Commerce Control List is one text, whatever of it is meant.
        ("ECCN 3A090.a and .b, Note 2 to ECCN 3A090", ["ECCN 3A090"]),
        ("Note 1 to ECCN 3A090.a, 740.27(a)(1)", ["ECCN 3A090", "740.27(a)(1)"]),
        ("ECCN 3A090, Technical Notes 1 to 3", ["ECCN 3A090"]),
        ("15 CFR parts 730 to 774", ["15 CFR parts 730 to 774"]),
    ],
)
def test_each_paragraph_has_one_name(citation: str, names: list[str]) -> None:
    assert citations.paragraphs(citation) == names


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("740.29(g)(3)/prior_notice", "740.29(g)(3)"),
        ("748.S10/5/move_notice", "748.S10/5"),
        ("732.S3/28", "732.S3/28"),
        ("742.6(a)(13)", "742.6(a)(13)"),
        ("3A090/datacenter_note", "ECCN 3A090"),
        ("744/end_use", "15 CFR part 744"),
    ],
)
def test_an_id_begins_with_its_paragraph(identifier: str, name: str) -> None:
    assert name in citations.of_id(identifier)


@pytest.mark.parametrize(
    ("whole", "part", "covered"),
    [
        ("740.27(a)", "740.27(a)", True),
        ("740.27(a)", "740.27(a)(3)(ii)", True),
        ("740.2", "740.27(a)", False),
        ("740.27(a)(1)", "740.27(a)", False),
        ("748.S10", "748.S10/14.b", True),
        ("748.S10/1", "748.S10/14", False),
        ("734.9(h)(2)(ii)", "734.9(h)(2)(ii), Note 5", True),
        # Another text is another paragraph.
        ("742.6(a)(6)(iii)", "742.6(a)(6)(iii), 89 FR 96790", False),
        ("742.6(a)(6), 89 FR 96790", "742.6(a)(6)(iii), 89 FR 96790", True),
    ],
)
def test_a_paragraph_covers_those_beneath_it(whole: str, part: str, covered: bool) -> None:
    assert citations.covers(whole, part) is covered
