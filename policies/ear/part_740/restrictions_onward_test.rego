package ear.restrictions_onward_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.restrictions

# What validated end users and others got, sent on from Germany to a Japanese company.
received := {
	"UVEU": {"748.15(d)(2)(iii)/separate_authorization"},
	"NVEU": {"748.15(d)(2)(iii)/separate_authorization"},
	"ACM": set(),
	"LPP": set(),
	"license": set(),
	"none": set(),
}

sent_on(authorization) := fixtures.changed(fixtures.to(fixtures.h100, "JP"), {
	"activity": "reexport",
	"origin": "DE",
	"item": {"received_under": authorization},
})

test_items_of_a_validated_end_user_are_sent_on_by_no_exception[authorization] if {
	some authorization, unmet in received
	restrictions.unmet == unmet with input as sent_on(authorization)
	restrictions.touches == {"N24" | count(unmet) > 0} with input as sent_on(authorization)
}

test_a_separate_authorization_may_be_an_exception_or_the_items_may_not_be_sent_on[authorization] if {
	some authorization, _ in received
	restrictions.unmet == set() with input as fixtures.changed(sent_on(authorization), {"readings": {"N24": "yes"}})
	restrictions.unmet == set() with input as fixtures.changed(sent_on(authorization), {"activity": "export", "origin": "US"})
}

test_an_export_from_abroad_sends_them_on_too[authorization] if {
	some authorization, unmet in received
	restrictions.unmet == unmet with input as fixtures.changed(sent_on(authorization), {"activity": "export"})
}

# What came under AIA goes on to no outsider, who is to operate it, or to stand it outside.
outsiders := {
	"a data center in Poland": {"facility": {"location": "PL"}},
	"an operator headquartered in Poland": {"facility": {"operator": {
		"name": "Operator",
		"location": "JP",
		"headquarters": "PL",
		"ultimate_parent_headquarters": "JP",
		"listed": [],
	}}},
	"an operator located in Poland": {"facility": {"operator": {
		"name": "Operator",
		"location": "PL",
		"headquarters": "JP",
		"ultimate_parent_headquarters": "JP",
		"listed": [],
	}}},
}

test_what_came_under_aia_goes_on_to_no_outsider[name] if {
	some name, change in outsiders
	restrictions.unmet == {"740.27(b)(2)(iv)/prior_authorization"} with input as fixtures.changed(sent_on("AIA"), change)
	restrictions.unmet == set() with input as fixtures.changed(sent_on("none"), change)
}

test_under_what_it_was_received_is_asked_from_the_first_day_of_the_rule_on if {
	every activity in ["reexport", "export", "transfer_in_country"] {
		untold := fixtures.without(fixtures.changed(sent_on("none"), {"activity": activity}), ["item/received_under"])
		"item.received_under" in restrictions.missing with input as fixtures.changed(untold, {"as_of": "2025-01-13"})
		not "item.received_under" in restrictions.missing with input as fixtures.changed(untold, {"as_of": "2025-01-12"})
	}
}

# Whether who receives or will operate them is an outsider is asked.
test_who_gets_what_was_received_under_aia_is_asked if {
	received_under_aia := sent_on("AIA")
	not "parties.recipient.headquarters" in restrictions.missing with input as received_under_aia

	untold := fixtures.without(received_under_aia, ["parties/recipient/headquarters"])
	"parties.recipient.headquarters" in restrictions.missing with input as untold

	operated := fixtures.changed(received_under_aia, {"facility": {"operator": {"name": "Operator KK", "headquarters": "QQ"}}})
	"facility.operator.headquarters" in restrictions.missing with input as operated
	restrictions.unmet == set() with input as operated
}

# Technology of a Chinese developer that is reexported from Vietnam.
developed := fixtures.changed(fixtures.technology, {
	"activity": "reexport",
	"origin": "VN",
	"item": {"developer": {"headquarters": "CN", "ultimate_parent_headquarters": "CN"}},
})

test_no_exception_overcomes_the_prohibition_on_developed_technology if {
	restrictions.unmet == {"744.23(c)/no_exception"} with input as developed
	restrictions.unmet == set() with input as fixtures.changed(developed, {"origin": "BR"})
	restrictions.missing == set() with input as developed
	restrictions.missing == {"item.for_production_of"} with input as fixtures.without(
		developed,
		["item/for_production_of"],
	)
}

test_tables_hold_cases if count(received) > 0
