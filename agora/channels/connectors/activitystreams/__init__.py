"""Archives in Activity Streams 2.0, one JSON object a line: the generic way in for words."""
