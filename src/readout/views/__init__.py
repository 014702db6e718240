"""Readings made visible: in the terminal, as annotations and exports."""
