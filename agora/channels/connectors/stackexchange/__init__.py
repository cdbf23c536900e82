"""Dumps of Stack Exchange sites: the XML tables that the network publishes."""
