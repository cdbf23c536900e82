"""The demo world: a simulated company put through the same doors as a real one."""
