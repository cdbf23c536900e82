"""Our own portal: a source like the others."""
