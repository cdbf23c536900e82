"""A world made up for demonstration, whose people never were."""
