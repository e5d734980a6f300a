"""Helpers for notebooks that run on Orrery."""

from toolbox.connections import ConnectionMissing, get_connection
from toolbox.values import ValueMissing, get, put

__all__ = ["ConnectionMissing", "ValueMissing", "get", "get_connection", "put"]
__version__ = "0.1.0"
