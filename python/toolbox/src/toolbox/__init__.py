"""Helpers for notebooks that run on Orrery."""

from toolbox.connections import ConnectionMissing, connections, get_connection
from toolbox.keys import KeysError, git_identity, gpg_key, sign_commits, ssh_key
from toolbox.values import ValueMissing, get, put

__all__ = [
    "ConnectionMissing",
    "KeysError",
    "ValueMissing",
    "connections",
    "get",
    "get_connection",
    "git_identity",
    "gpg_key",
    "put",
    "sign_commits",
    "ssh_key",
]
__version__ = "0.1.0"
