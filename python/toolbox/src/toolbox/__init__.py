"""Helpers for notebooks that run on Orrery."""

from toolbox.connections import ConnectionMissing, get_connection

__all__ = ["ConnectionMissing", "get_connection"]
__version__ = "0.1.0"
