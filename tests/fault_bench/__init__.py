"""Faults between a real client and a real OPA, and whether an answer is ever wrong under them."""
