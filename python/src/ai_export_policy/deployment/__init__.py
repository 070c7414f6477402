"""How the policies are served: one configuration of OPA, as the places to run it take it."""

from ai_export_policy.deployment.files import FORMS, render
from ai_export_policy.deployment.settings import Settings, arguments, configuration

__all__ = ["FORMS", "Settings", "arguments", "configuration", "render"]
