"""Pure measures: arrays and graphs in, frozen dataclasses out; nothing of Django, no database."""
