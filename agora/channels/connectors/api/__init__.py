"""Programs that send their rows through the API."""
