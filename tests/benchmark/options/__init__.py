"""Labelled messages for the question whether a message offers a way out."""
