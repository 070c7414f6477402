"""How a query reaches OPA: the only place that knows HTTP.

`opa-python-client` builds the queries; its hook for a session is given one of ours, in place of
`requests` and of `aiohttp`. What that changes stands in docs/client.md, defect by defect. The way
of one call, sync and async alike: `session` (pool, deadline, repeats) takes a wire, on which
`exchange` reads one answer into a `response`; `blocking` and `streams` are the two kinds of wires.
"""
