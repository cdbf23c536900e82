"""One folder per network or archive that words come from; connectors do not know each other."""
