package ear.developed_technology_test

import rego.v2

import data.ear.developed_technology
import data.ear.fixtures_test as fixtures

item(facts) := fixtures.changed(fixtures.technology, {"item": facts})

chinese(facts) := item(object.union(
	{"developer": {"headquarters": "CN", "ultimate_parent_headquarters": "CN"}},
	facts,
))

untold(request, facts) := fixtures.without(request, [concat("/", ["item", fact]) | some fact in facts])

developer := {"item.developer.headquarters", "item.developer.ultimate_parent_headquarters"}

# Whether each of the two paragraphs describes the technology: first 742.6(a)(6)(ii), then 744.23(a)(3)(ii).
cases := {
	"Chinese developer": {"request": chinese({}), "described": ["yes", "yes"]},
	"Polish developer": {"request": fixtures.technology, "described": ["no", "no"]},
	"Polish developer of a parent in Macau": {
		"request": item({"developer": {"ultimate_parent_headquarters": "MO"}}),
		"described": ["yes", "yes"],
	},
	"developer untold": {
		"request": untold(fixtures.technology, ["developer"]),
		"described": ["unknown", "unknown"],
		"asks": developer,
	},
	"parent untold": {
		"request": untold(fixtures.technology, ["developer/ultimate_parent_headquarters"]),
		"described": ["unknown", "unknown"],
		"asks": {"item.developer.ultimate_parent_headquarters"},
	},
	"Chinese developer, parent untold": {
		"request": untold(chinese({}), ["developer/ultimate_parent_headquarters"]),
		"described": ["yes", "yes"],
	},
	"developer where no table knows": {
		"request": item({"developer": {"headquarters": "QQ"}}),
		"described": ["unknown", "unknown"],
		"asks": {"item.developer.headquarters"},
	},
	"for 3A090.b": {"request": chinese({"related_eccn": "3A090.b"}), "described": ["yes", "yes"]},
	"for 3A090.c": {"request": chinese({"related_eccn": "3A090.c"}), "described": ["yes", "no"]},
	"for 3A001.z": {"request": chinese({"related_eccn": "3A001.z.1.a"}), "described": ["no", "no"]},
	"technology of 4E001": {"request": chinese({"eccn": "4E001", "related_eccn": "4A090.a"}), "described": ["no", "no"]},
	"software": {"request": chinese({"eccn": "3D001", "related_eccn": "3A090.a"}), "described": ["no", "no"]},
	"for servers": {"request": chinese({"for_production_of": "5A992.z.1"}), "described": ["yes", "yes"]},
	"for memory": {"request": chinese({"for_production_of": "3A090.c"}), "described": ["yes", "no"]},
	"for other chips": {"request": chinese({"for_production_of": "3A991.p"}), "described": ["no", "no"]},
	"for the production of untold things": {
		"request": untold(chinese({}), ["for_production_of"]),
		"described": ["unknown", "unknown"],
		"asks": {"item.for_production_of"},
	},
	"for the production of what is too coarse to tell": {
		"request": chinese({"for_production_of": "3A001"}),
		"described": ["unknown", "unknown"],
		"asks": {"item.for_production_of"},
	},
	"for other chips, developer untold": {
		"request": untold(chinese({"for_production_of": "3A991.p"}), ["developer"]),
		"described": ["no", "no"],
	},
	"developer and product untold": {
		"request": untold(fixtures.technology, ["developer", "for_production_of"]),
		"described": ["unknown", "unknown"],
		"asks": (developer | {"item.for_production_of"}),
	},
	"direct product": {
		"request": chinese({"subject_to_ear": {"value": true, "basis": "734.9(h)(1)(i)(B)(1)"}}),
		"described": ["yes", "yes"],
	},
	"a foreign direct product": {
		"request": chinese({"subject_to_ear": {"value": true, "basis": "734.9"}}),
		"described": ["yes", "yes"],
	},
	"product of a plant": {
		"request": chinese({"subject_to_ear": {"value": true, "basis": "734.9(h)(1)(ii)"}}),
		"described": ["no", "no"],
	},
	"of U.S. origin": {
		"request": chinese({"subject_to_ear": {"value": true, "basis": "734.3(a)(2)"}}),
		"described": ["no", "no"],
	},
	"of U.S. origin, in words": {
		"request": chinese({"subject_to_ear": {"value": true, "basis": "734.3 (a)(2): U.S. origin"}}),
		"described": ["no", "no"],
	},
	"product of listed software and of a plant": {
		"request": chinese({"subject_to_ear": {"value": true, "basis": "734.9(h)(1)(i) and (ii)"}}),
		"described": ["yes", "yes"],
	},
	"by the rule for weights": {
		"request": chinese({"subject_to_ear": {"value": true, "basis": "734.9(l)"}}),
		"described": ["yes", "yes"],
	},
	"by a rule of which no source tells": {
		"request": chinese({"subject_to_ear": {"value": true, "basis": "734.9(e)"}}),
		"described": ["yes", "yes"],
	},
	"found not to be subject, on what is subject": {
		"request": chinese({"subject_to_ear": {"value": false, "basis": "734.3(a)(1)"}}),
		"described": ["yes", "yes"],
	},
	"found neither to be subject nor not to be": {
		"request": chinese({"subject_to_ear": {"basis": "734.3(a)(2)"}}),
		"described": ["yes", "yes"],
	},
	"found not to be subject, by a plant": {
		"request": chinese({"subject_to_ear": {"value": false, "basis": "734.9(h)(1)(ii)"}}),
		"described": ["yes", "yes"],
	},
	"found not to be subject, by the rule for weights": {
		"request": chinese({"subject_to_ear": {"value": false, "basis": "734.9(l)"}}),
		"described": ["yes", "yes"],
	},
	"on a paragraph that is no ground": {
		"request": chinese({"subject_to_ear": {"value": true, "basis": "734.13(a)(1)"}}),
		"described": ["yes", "yes"],
	},
	"on a ground of what is not subject": {
		"request": chinese({"subject_to_ear": {"value": true, "basis": "734.7"}}),
		"described": ["yes", "yes"],
	},
	"by its share of U.S. content": {
		"request": chinese({"subject_to_ear": {"value": false, "basis": "de_minimis_excluded"}}),
		"described": ["yes", "yes"],
	},
	"on a ground that is no paragraph": {
		"request": chinese({"subject_to_ear": {"value": true, "basis": "counsel"}}),
		"described": ["yes", "yes"],
	},
}

test_technology_is_described_by_developer_and_product[name] if {
	some name, case in cases
	[developed_technology.described(paragraph) |
		some paragraph in ["742.6(a)(6)(ii)", "744.23(a)(3)(ii)"]
	] == case.described with input as case.request
}

test_what_leaves_it_open_is_asked[name] if {
	some name, case in cases
	developed_technology.missing("742.6(a)(6)(ii)") == object.get(case, "asks", set()) with input as case.request
}

test_tables_hold_cases if count(cases) > 0
