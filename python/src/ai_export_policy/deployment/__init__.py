"""How the policies are served."""
