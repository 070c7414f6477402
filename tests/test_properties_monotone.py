"""What makes a transaction worse never makes its answer better, over generated requests."""

from typing import Any

from examples import decided, examples
from generate import requests, tell
from hypothesis import given
from hypothesis import strategies as st
from removal import permits

from ai_export_policy import Client

# Of the countries that are drawn, those of Supplement No. 5(a), where compute is not outside.
ALLIED = {"DE", "US", "GB", "JP"}


@examples
@given(request=requests(), more=st.sampled_from([1, 99, 1600, 49_799, 10**7]))
def test_more_chips_never_turn_a_refusal_into_a_permission(
    client: Client, request: dict[str, Any], more: int
) -> None:
    quantity = request["item"].get("quantity", 1)
    few, many = decided(
        client,
        tell(request, ("item", "quantity"), quantity),
        tell(request, ("item", "quantity"), quantity + more),
    )
    assert permits(few) or not permits(many)


@examples
@given(data=st.data(), request=requests())
def test_a_macau_or_d5_nexus_never_helps(
    client: Client, data: st.DataObject, request: dict[str, Any]
) -> None:
    """NAC alone is there for it: what has that nexus, and no other way, may notify BIS.

    A data center authorization of chips looks at the parent of its holder alone, of software and
    technology at no other party, and of weights at the parent of every one.
    """
    roles = [role for role, party in (request.get("parties") or {}).items() if party]
    role = data.draw(st.sampled_from([r for r in roles if r != "exporter"] or ["recipient"]))
    field = data.draw(st.sampled_from(["headquarters", "ultimate_parent_headquarters"]))
    country = data.draw(st.sampled_from(["CN", "HK", "MO"]))
    told, nexus = decided(client, request, tell(request, ("parties", role, field), country))
    if permits(nexus) and nexus["authorization"]:
        symbol = nexus["authorization"]["symbol"]
        used = role != "recipient" or not {"purchaser", "ultimate_consignee", "end_user"} <= {
            *roles
        }
        weights = nexus["classification"]["level"] == "weights"
        within = request["activity"] == "transfer_in_country"
        if used and not weights:
            claims = {"LICENSE", "UVEU", "NVEU"}
            assert symbol in {"NAC", "ACM", *claims} | ({"ACA"} if within else set())
        assert permits(told) or symbol == "NAC"
    else:
        assert permits(told) or not permits(nexus)


@examples
@given(
    request=requests(start=lambda told: "veu" in told),
    more=st.sampled_from([1, 1_583_200, 10**9]),
)
def test_more_compute_in_the_country_never_helps_a_validated_end_user(
    client: Client, request: dict[str, Any], more: int
) -> None:
    """Of the installed base of a quarter, and of the shares of the total, which grows with it."""
    compute = (request.get("veu") or {}).get("compute") or {}
    countries, total = compute.get("by_country"), compute.get("total_tpp")
    destination = request["destination"]
    if not countries or total is None or destination in ALLIED:
        return
    installed = countries.get(destination, 0)  # A country that is not named is asked for.

    def holding(added: int) -> dict[str, Any]:
        by_country = countries | {destination: installed + added}
        compute = {"total_tpp": total + added, "by_country": by_country}
        return tell(request, ("veu", "compute"), compute)

    fewer, many = decided(client, holding(0), holding(more))
    assert permits(fewer) or not permits(many)


@examples
@given(
    request=requests(start=lambda told: "model" in told["item"]),
    more=st.sampled_from([1e24, 2.5e25, 1e26, 1e27]),
)
def test_more_training_never_takes_weights_out_of_their_entry(
    client: Client, request: dict[str, Any], more: float
) -> None:
    """But of a model derived from a published one, whose base grows with it (Note 1)."""
    model = request["item"].get("model") or {}
    if model.get("derived_from_published") is not False or "training_operations" not in model:
        return
    operations = model["training_operations"]
    less, longer = decided(
        client, request, tell(request, ("item", "model", "training_operations"), operations + more)
    )
    assert less["classification"]["level"] != "weights" or (
        longer["classification"]["level"] == "weights"
    )
