"""Recognises the hard sell that follows an accepted connection request, and judges the way out it offers."""

__version__ = "0.1.0"
