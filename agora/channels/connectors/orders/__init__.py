"""Files of orders from a shop or a register: one row per line of an order."""
