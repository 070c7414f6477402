"""A paragraph of the regulation: its rules, its values and the stories that show it.

All of it is read out of the METADATA blocks of the rules, the tables and the stories; nothing is
decided and no OPA is asked.
"""

from ai_export_policy.regulation.lookup import Found, Regulation, UnknownParagraph
from ai_export_policy.regulation.render import document, list_document, listed, text

__all__ = ["Found", "Regulation", "UnknownParagraph", "document", "list_document", "listed", "text"]
