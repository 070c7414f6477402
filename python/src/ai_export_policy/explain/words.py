"""The fixed words of the documents (schemas/decision.json) as a person says them."""

OUTCOMES = {
    "no_license_required": "No license is required",
    "not_subject_to_ear": "Not subject to the EAR",
    "license_exception": "Authorized without a license",
    "validated_end_user": "Authorized for a validated end user",
    "licensed": "Authorized by the license in hand",
    "license_required": "A license is required",
    "indeterminate": "Not decided",
    "out_of_scope": "Not decided here",
}

SHORT = {
    "no_license_required": "no license required",
    "not_subject_to_ear": "not subject to the EAR",
    "license_exception": "license exception",
    "validated_end_user": "validated end user",
    "licensed": "license in hand",
    "license_required": "license required",
    "indeterminate": "not decided",
    "out_of_scope": "out of scope",
}

# How an outcome is painted: the roles of `layout`.
ROLES = {
    "license_required": "bad",
    "indeterminate": "open",
    "out_of_scope": "open",
}

POLICIES = {
    "policy_of_denial": "policy of denial",
    "presumption_of_denial": "presumption of denial",
    "case_by_case": "case by case",
    "not_stated": "no policy stated",
    "presumption_of_approval": "presumption of approval",
    "indeterminate": "not known, facts or sources are missing",
}

WHEN = {
    "application": "with the application",
    "before_first": "before the first shipment",
    "before_each": "before each shipment",
    "with_each": "with each shipment",
    "after": "after the shipment",
    "periodic": "periodically",
    "on_event": "when it happens",
    "retention": "afterwards",
}

BY = {
    "exporter": "exporter",
    "consignee": "consignee",
    "veu": "validated end user",
    "end_user": "end user",
}

POOLS = {
    "country_allocation": "allocation of the country",
    "consignee_year": "year of the consignee's group",
    "uveu": "universal validated end user",
    "nveu": "national validated end user",
}

SUMS = {
    "country_licensed": "licensed to the country",
    "consignee_year_lpp": "received by the consignee's group under LPP",
    "consignee_year_all": "received by the consignee's group, all shipments",
    "consignee_aia": "received by the consignee under AIA",
    "operator_year_lpp": "received for the operator under LPP",
    "veu_installed": "installed by the validated end user",
}

AVAILABLE = {"yes": "met", "no": "broken", "unknown": "open", "not_modelled": "faint"}

CERTIFIED = "Not known to be exceeded: it rests on the certification."
"""What is said of a limit that is certified."""

ACTIVITIES = {
    "export": "export",
    "reexport": "reexport",
    "transfer_in_country": "transfer (in-country)",
    "deemed_export": "deemed export",
    "deemed_reexport": "deemed reexport",
    "service": "service",
}
