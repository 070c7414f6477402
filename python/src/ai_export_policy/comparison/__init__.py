"""Decisions side by side: where they part, and which paragraph parts them.

Only what the decisions say is compared; nothing here decides, or knows a rule.
"""

from ai_export_policy.comparison.parting import Parting, partings
from ai_export_policy.comparison.variants import Variant, variants

__all__ = ["Parting", "Variant", "partings", "variants"]
