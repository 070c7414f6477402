"""A second, independent reading of the rule, as plain functions over dictionaries.

It was written from the law files alone, without sight of the policies, and shares nothing with
them.
"""
