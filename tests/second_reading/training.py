"""Training of models that meet 4E091 on exported items (740.27(a), (b)(2)(iii))."""

from .countries import in_supplement_5
from .facts import ABSENT, Request, Truth, at, equals, every, reading, some, told
from .parties import SEATS, inside

ASKED = ("data_center", "model_training")


def training_is_free(request: Request) -> Truth:
    """No training of a 4E091 model by or for an outsider; N18 says who is one."""
    purpose = at(request, "end_use.purpose")
    plan = at(request, "end_use.training")
    if plan is None:
        return None if purpose is ABSENT else True
    if plan is ABSENT:
        if purpose is ABSENT:
            return None
        return None if purpose in ASKED else True
    return every(
        None if purpose is ABSENT else True,
        some(
            equals(at(plan, "model_4e091"), False),
            equals(at(plan, "bis_authorization"), True),
            every(_on_own_training(request), _not_elsewhere(request)),
        ),
    )


def _on_own_training(request: Request) -> Truth:
    """740.27(a) words headquarters and location, and (b)(2)(iii), of infrastructure, all three."""
    if at(request, "end_use.training.service") == "own":
        return _for_nobody_outside(request, "headquarters", "location", own=True)
    return _for_nobody_outside(request, *SEATS)


def _not_elsewhere(request: Request) -> Truth:
    """N18, any nexus: what is told to be trained outside is trained by who is located outside."""
    plan = at(request, "end_use.training")
    place, service = at(plan, "location"), at(plan, "service")
    by_words = reading(request, "N18", "any_nexus") != "any_nexus"
    if by_words or not told(place) or service in ("api", "inference"):
        return True
    return in_supplement_5(place) if told(service) else None


def _for_nobody_outside(request: Request, *worded: str, own: bool = False) -> Truth:
    """Infrastructure for a customer inside; own training, interfaces and inference serve nobody.

    N18: by one reading only the seats that the paragraph words make an outsider. With `own`, who
    is told as the customer of own training is served all the same.
    """
    service = at(request, "end_use.training.service")
    if service is ABSENT:
        return None
    served = own and service == "own" and told(at(request, "end_use.training.customer"))
    if service != "iaas" and not served:
        return True
    keys: tuple[str, ...] = SEATS
    if reading(request, "N18", "any_nexus") != "any_nexus":
        keys = worded
    customer = at(request, "end_use.training.customer")
    return every(*(inside(customer, key) for key in keys))


def veu_training(request: Request) -> Truth:
    """Supplement No. 10 paragraph 7: no 4E091 training outside, or as IaaS for an outsider.

    Fine-tuning up to 25 percent of the original operations, interfaces and inference are free;
    more than that is training, whatever the service is called.
    """
    purpose = at(request, "end_use.purpose")
    plan = at(request, "end_use.training")
    if plan is None:
        return None if purpose is ABSENT else True
    if plan is ABSENT:
        return None if purpose is ABSENT or purpose in ASKED else True
    share = at(plan, "fine_tuning_share")
    little = None if share is ABSENT else share <= 0.25
    return some(
        equals(at(plan, "model_4e091"), False),
        equals(at(plan, "bis_authorization"), True),
        little,
        every(_trained_inside(request), _for_nobody_outside(request, "headquarters", own=True)),
    )


def _trained_inside(request: Request) -> Truth:
    """Whether it is trained inside; interfaces and inference train nothing, unless they say so.

    A model trained on the item is trained "in part" where the item stands, whatever else is told.
    """
    plan = at(request, "end_use.training")
    service, place = at(plan, "service"), at(plan, "location")
    if service in ("api", "inference") and not told(at(plan, "fine_tuning_share")):
        return True
    site = at(request, "facility.location")
    return every(
        in_supplement_5(site if told(site) else request["destination"]),
        None if not told(place) else in_supplement_5(place),
    )
