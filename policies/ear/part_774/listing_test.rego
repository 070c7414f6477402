# METADATA
# title: Tests of what software and technology are for, and of what the exceptions list
# scope: package
# custom:
#   citation: "742.6(a)(6)(iii)(A) and (B), 740.27(a), 740.28(b)"
package ear.listing_test

import rego.v2

import data.ear.classification

request(item) := {"as_of": "2025-07-01", "item": item}

# Software and technology have the level of what they are for.
related := {
	"3D001": {
		"3A001.z.2.a": "a",
		"3A001.z.4.b": "b",
		"3A090.a": "a",
		"3A090.a.2": "a",
		"3A090.b.1": "b",
		"3A090.c": "c",
	},
	"3E001": {"3A001.z.1.a": "a", "3A001.z.3.b": "b", "3A090.a": "a", "3A090.b": "b", "3A090.c": "c"},
	"4D001": {"4A003.z.1.a": "a", "4A003.z.2.b": "b", "4A004.z.1": "a", "4A005.z.2": "b", "4A994": "none"},
	"4D090": {"4A090.a": "a", "4A090.b": "b", "4A994": "none"},
	"4E001": {"4A004.z.1": "a", "4A090.b": "b", "4D090.a": "a", "4A994": "none", "4A003.b": "none", "EAR99": "none"},
	"5D002": {"5A002.z.5.a": "a", "5A004.z.2.b": "b", "5A002.a": "none", "5A002.a.1": "none"},
	"5E002": {"5A002.z.1.a": "a", "5A004.z.2.b": "b", "5D002.z.9.b": "b", "5A002.a": "none"},
	"5E992": {"5A992.z.1": "a", "5D992.z.2": "b", "5A992.c": "none"},
}

cases := {concat(" for ", [eccn, what]): {"eccn": eccn, "what": what, "level": level} |
	some eccn, levels in related
	some what, level in levels
}

test_software_and_technology_have_the_level_of_what_they_are_for[name] if {
	some name, case in cases
	told := request({"eccn": case.eccn, "related_eccn": case.what})
	classification.level == case.level with input as told
	classification.missing == set() with input as told
	classification.eccn == case.eccn with input as told
}

test_what_it_is_for_decides if {
	told := request({"kind": "technology", "eccn": "3E001", "related_eccn": "3A090.a"})
	classification.decided_by == "3A090.a" with input as told
	classification.agrees == null with input as told
	classification.source == "stated" with input as told
}

# Not told, too coarse, or what another entry covers: 4A090.a belongs to 4D090 and 4E001.
untold := {
	"not told": {"eccn": "3E001"},
	"a heading": {"eccn": "3E001", "related_eccn": "3A090"},
	"a paragraph above others": {"eccn": "5E002", "related_eccn": "5A002.z.1"},
	"what another entry covers": {"eccn": "3E001", "related_eccn": "4A090.a"},
	"software that does not tell its computer": {"eccn": "4E001", "related_eccn": "4D001"},
	"a paragraph of such software": {"eccn": "4E001", "related_eccn": "4D001.a"},
	"a paragraph that no table knows": {"eccn": "4E001", "related_eccn": "4A090.c"},
	"a paragraph below one of the rule": {"eccn": "4D090", "related_eccn": "4A090.a.1"},
	"a paragraph below one of .z": {"eccn": "4E001", "related_eccn": "4A004.z.1.a"},
	"another below one of .z": {"eccn": "4D001", "related_eccn": "4A005.z.1.a"},
	"one of an entry for antiterrorism": {"eccn": "5E992", "related_eccn": "5A992.z.1.a"},
	"such a paragraph behind the first gate": {"eccn": "3E001", "related_eccn": "3A090.d"},
	"a paragraph of software with what another entry covers": {"eccn": "4D090.a", "related_eccn": "3A090.a"},
}

test_what_it_is_for_is_asked[name] if {
	some name, item in untold
	classification.missing == {"item.related_eccn"} with input as request(item)
	not classification.level with input as request(item)
}

# Software of 4A090 whose own paragraph and whose purpose are told: the stricter governs.
own_paragraphs := {
	"a for a": {"eccn": "4D090.a", "for": "4A090.a", "level": "a", "agrees": null, "decided_by": "4A090.a"},
	"a for b": {"eccn": "4D090.a", "for": "4A090.b", "level": "a", "agrees": false, "decided_by": "4D090.a"},
	"b for a": {"eccn": "4D090.b", "for": "4A090.a", "level": "a", "agrees": null, "decided_by": "4A090.a"},
	"b for b": {"eccn": "4D090.b", "for": "4A090.b", "level": "b", "agrees": null, "decided_by": "4A090.b"},
	"a for what the rule does not name": {
		"eccn": "4D090.a",
		"for": "4A994",
		"level": "a",
		"agrees": false,
		"decided_by": "4D090.a",
	},
	"b for what the rule does not name": {
		"eccn": "4D090.b",
		"for": "4A994",
		"level": "b",
		"agrees": false,
		"decided_by": "4D090.b",
	},
}

test_the_stricter_of_paragraph_and_purpose_governs[name] if {
	some name, case in own_paragraphs
	told := request({"kind": "software", "eccn": case.eccn, "related_eccn": case.for})
	found := {
		"eccn": classification.eccn,
		"for": case.for,
		"level": classification.level,
		"agrees": classification.agrees,
		"decided_by": classification.decided_by,
	} with input as told
	found == case
}

test_a_paragraph_that_governs_is_listed_as_its_level if {
	told := request({"kind": "software", "eccn": "4D090.a", "related_eccn": "4A090.b"})
	classification.listed == {"AIA": "listed", "ACM": "listed"} with input as told
}

# 740.2(a)(9)(i) bars nearly every exception for other parts of 3D001 and 3E001: they are not decided.
test_other_parts_of_an_entry_behind_the_first_gate_are_not_modelled[name] if {
	some name, item in {
		"software": {"eccn": "3D001", "related_eccn": "3B001.a.4"},
		"technology": {"eccn": "3E001", "related_eccn": "3A001.b.2"},
	}
	not classification.level with input as request(item)
	not classification.modelled with input as request(item)
	classification.missing == set() with input as request(item)
}

test_what_is_for_nothing_that_the_rule_names_is_modelled if {
	classification.modelled with input as request({"eccn": "4D001", "related_eccn": "4A994"})
}

# What each list says of an item; nothing for what it does not name.
lists := {
	"3A090.a": {"item": {"eccn": "3A090.a"}, "AIA": "listed", "ACM": "listed", "LPP": "listed", "NAC": "listed"},
	"3A090.b": {"item": {"eccn": "3A090.b"}, "ACM": "listed", "NAC": "listed"},
	"3A090.c": {"item": {"eccn": "3A090.c"}, "ACM": "listed"},
	"5A002.z.3.a": {"item": {"eccn": "5A002.z.3.a"}, "AIA": "listed", "ACM": "listed", "LPP": "C3", "NAC": "listed"},
	"5A002.z.3.b": {"item": {"eccn": "5A002.z.3.b"}, "ACM": "N8", "NAC": "listed"},
	"5A002.z.2.b": {"item": {"eccn": "5A002.z.2.b"}, "ACM": "listed", "NAC": "listed"},
	"4A004.z.1": {"item": {"eccn": "4A004.z.1"}, "AIA": "listed", "ACM": "N8", "LPP": "listed", "NAC": "listed"},
	"5D992.z.1": {"item": {"eccn": "5D992.z.1"}, "AIA": "listed", "ACM": "listed", "NAC": "listed"},
	"5D002 for 5A002.z.1.a": {"item": {"eccn": "5D002", "related_eccn": "5A002.z.1.a"}},
	"3E001 for 3A090.a": {"item": {"eccn": "3E001", "related_eccn": "3A090.a"}, "ACM": "listed"},
	"3D001 for 3A090.a": {"item": {"eccn": "3D001", "related_eccn": "3A090.a"}, "AIA": "listed", "ACM": "N8"},
	"3D001 for 3A001.z.1.a": {
		"item": {"eccn": "3D001", "related_eccn": "3A001.z.1.a"},
		"AIA": "listed",
		"ACM": "listed",
	},
	"4E001 for 4A090.b": {"item": {"eccn": "4E001", "related_eccn": "4A090.b"}, "ACM": "listed"},
	"figures of 3A090.a beside 5A002.z.3.b": {
		"item": {"kind": "computer", "eccn": "5A002.z.3.b", "integrated_circuits": [{"tpp": 5000}]},
		"AIA": "listed",
		"ACM": "listed",
		"LPP": "C3",
		"NAC": "listed",
	},
	"4E091": {"item": {"eccn": "4E091"}},
}

test_each_exception_has_a_list_of_its_own[name] if {
	some name, case in lists
	found := object.union_n([listed | listed := classification.listed]) with input as request(case.item)
	found == object.remove(case, ["item"])
}

# The lists of 2025-01-15 name all of 5A002.z for ACM and know no designer; those of 2025-01-16 do.
test_the_lists_of_the_first_day_are_kept if {
	first_day := {"as_of": "2025-01-15", "item": {"eccn": "5A002.z.3.b"}}
	classification.listed.ACM == "listed" with input as first_day
	not classification.designer_listed with input as {"as_of": "2025-01-15", "item": {"eccn": "3A090.a"}}
	classification.designer_listed with input as {"as_of": "2025-01-16", "item": {"eccn": "3A090.a"}}
}

marks := {
	"3A090.a": {"designer"},
	"4A090.a": set(),
	"3A001.z.2.a": {"missile"},
	"3A001.z.1.a": set(),
	"5A002.z.1.a": {"designer", "encryption"},
	"5A004.z.1.b": {"encryption"},
	"5A992.z.1": {"designer"},
	"5D002.z.4.a": {"encryption"},
	"5D992.z.1": set(),
}

test_a_paragraph_tells_what_else_it_is_tied_to[name] if {
	some name, expected in marks
	told := request({"eccn": name})
	designer := {"designer" | classification.designer_listed} with input as told
	missile := {"missile" | classification.missile_technology} with input as told
	encryption := {"encryption" | classification.encryption} with input as told
	(designer | missile) | encryption == expected
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [cases, untold, own_paragraphs, lists, marks] {
		count(table) > 0
	}
}
