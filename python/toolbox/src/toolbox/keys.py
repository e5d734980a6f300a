"""Who commits and with which keys: git's name and e-mail, an SSH key, a GPG key, signed commits.

The README notebook and the page's account page both work through this module, in the user's own home. Nothing is made twice:
a key that is there is kept. Private keys have no passphrase, lie in the home with mode 0600, and are never shown.
"""

import argparse
import html
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_GITHUB = {"ssh": "https://github.com/settings/ssh/new", "gpg": "https://github.com/settings/gpg/new"}
_LIMIT_SECONDS = 60
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_FINGERPRINT = re.compile(r"^fpr:(?:[^:]*:){8}([0-9A-F]{40}):", re.MULTILINE)


class KeysError(Exception):
    """What could not be done, and what to do about it."""


@dataclass(frozen=True)
class Key:
    """A public key. Shown at the end of a notebook's cell, it says where it belongs."""

    kind: str  # ssh or gpg
    public: str
    fingerprint: str
    made: bool  # just now

    def __repr__(self) -> str:
        return f"{self.public}\n\nAdd it at {_GITHUB[self.kind]}"

    def _repr_html_(self) -> str:
        url = _GITHUB[self.kind]
        return (
            f"<p>Your public {self.kind.upper()} key ({'made just now' if self.made else 'it was there already'}). Copy all of it, "
            f'then <a href="{url}" target="_blank" rel="noopener">add it to GitHub</a>.</p>'
            f'<pre style="white-space: pre-wrap; user-select: all">{html.escape(self.public)}</pre>'
        )


def git_identity(name: str = "", email: str = "") -> dict[str, str]:
    """Sets whose commits they are, for all repositories of this home; without arguments, says what is set.

    Raises KeysError where one of the two is missing or no name or address.
    """
    name, email = name.strip(), email.strip()
    if name or email:
        if not name or any(character in name for character in "<>\n\0"):
            raise KeysError("Give your name as others shall read it, without < and >.")
        if not _EMAIL.fullmatch(email):
            raise KeysError(f"{email!r} is no e-mail address. Give the one that GitHub knows you by.")
        _set("user.name", name)
        _set("user.email", email)
        _set("init.defaultBranch", _config("init.defaultBranch") or "main")
    return {"name": _config("user.name"), "email": _config("user.email")}


def ssh_key() -> Key:
    """The SSH key of this home (Ed25519, ~/.ssh/id_ed25519), made where there is none."""
    file = _home() / ".ssh" / "id_ed25519"
    made = not file.with_suffix(".pub").is_file()
    if made:
        if file.exists():
            raise KeysError(f"There is {file} but not {file.name}.pub. Move the file away, or make the other with ssh-keygen -y.")
        file.parent.mkdir(mode=0o700, exist_ok=True)
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", _someone()["email"], "-f", str(file))
    return _ssh(made)


def gpg_key() -> Key:
    """The GPG key of git's e-mail address (Ed25519, for signing only, no end), made where there is none."""
    who = _someone()
    made = _gpg_fingerprint(who["email"]) is None
    if made:
        (_home() / ".gnupg").mkdir(mode=0o700, exist_ok=True)
        user = f"{who['name']} <{who['email']}>"
        _run("gpg", "--batch", "--quiet", "--passphrase", "", "--quick-generate-key", user, "ed25519", "sign", "never")
    return _gpg(who["email"], made)


def sign_commits() -> str:
    """Has git sign every commit: with the GPG key where there is one, else with the SSH key. Returns which."""
    email = _someone()["email"]
    fingerprint = _gpg_fingerprint(email) if shutil.which("gpg") else None
    if fingerprint is not None:
        _set("gpg.format", "openpgp")
        _set("user.signingkey", fingerprint)
    else:
        ssh_key()
        _set("gpg.format", "ssh")
        _set("user.signingkey", str(_home() / ".ssh" / "id_ed25519.pub"))
    _set("commit.gpgsign", "true")
    return _signs() or "ssh"


def everything(name: str, email: str) -> dict:
    """Name, address, keys and signing in one go; what is there already is kept. Returns what :func:`shown` does."""
    git_identity(name, email)
    ssh_key()
    if shutil.which("gpg"):
        gpg_key()
    sign_commits()
    return shown()


def shown() -> dict:
    """What this home has: name, email, ssh and gpg (public_key and fingerprint, or None), signs (ssh, gpg or None)."""
    who = git_identity()
    ssh = _ssh(made=False) if (_home() / ".ssh" / "id_ed25519.pub").is_file() else None
    has_gpg = bool(who["email"]) and shutil.which("gpg") and (_home() / ".gnupg").is_dir() and _gpg_fingerprint(who["email"])
    gpg = _gpg(who["email"], made=False) if has_gpg else None
    return {**who, "ssh": _document(ssh), "gpg": _document(gpg), "signs": _signs()}


def _document(key: Key | None) -> dict | None:
    return key and {"public_key": key.public, "fingerprint": key.fingerprint}


def _ssh(made: bool) -> Key:
    public = _home() / ".ssh" / "id_ed25519.pub"
    fingerprint = _run("ssh-keygen", "-l", "-f", str(public)).split(" ")[1]
    return Key("ssh", public.read_text(encoding="utf-8").strip(), fingerprint, made)


def _gpg(email: str, made: bool) -> Key:
    fingerprint = _gpg_fingerprint(email) or ""
    return Key("gpg", _run("gpg", "--batch", "--armor", "--export", fingerprint).strip(), fingerprint, made)


def _gpg_fingerprint(email: str) -> str | None:
    """Of the newest secret key of this address."""
    try:
        listed = _run("gpg", "--batch", "--quiet", "--with-colons", "--list-secret-keys", f"<{email}>")
    except KeysError:
        return None  # gpg ends with 2 where it finds none
    found = _FINGERPRINT.findall(listed)
    return found[-1] if found else None


def _signs() -> str | None:
    if _config("commit.gpgsign") != "true":
        return None
    return "ssh" if _config("gpg.format") == "ssh" else "gpg"


def _someone() -> dict[str, str]:
    who = git_identity()
    if not who["name"] or not who["email"]:
        raise KeysError("Git does not know who you are yet: first git_identity(\"Your Name\", \"you@example.org\").")
    return who


def _config(name: str) -> str:
    done = subprocess.run([_program("git"), "config", "--global", "--get", name], capture_output=True, text=True, timeout=_LIMIT_SECONDS)
    return done.stdout.rstrip("\n") if done.returncode == 0 else ""


def _set(name: str, value: str) -> None:
    _run("git", "config", "--global", "--replace-all", name, value)


def _run(program: str, *arguments: str) -> str:
    command = [_program(program), *arguments]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        raise KeysError(f"{program} did not end within {_LIMIT_SECONDS} seconds.") from None
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise KeysError(f"{program}: {said[-1]}")
    return done.stdout


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise KeysError(f"There is no {name} on this machine. Ask an administrator to install it.")
    return found


def _home() -> Path:
    return Path.home()


def main(arguments: list[str] | None = None) -> int:
    """``python -m toolbox.keys``: prints what :func:`shown` returns, or ``{"error": …}`` with exit code 1, as one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m toolbox.keys", description="Git's name and e-mail, keys, signed commits.")
    parser.add_argument("--name", default="", help="set it, and make what is missing")
    parser.add_argument("--email", default="")
    given = parser.parse_args(arguments)
    os.umask(0o077)
    try:
        print(json.dumps(everything(given.name, given.email) if given.name or given.email else shown()))
        return 0
    except (KeysError, OSError) as e:
        print(json.dumps({"error": str(e)}))
        return 1
    finally:
        # Its agent would stay for ever, though nothing asks it again.
        if shutil.which("gpgconf") and (_home() / ".gnupg").is_dir():
            subprocess.run(["gpgconf", "--kill", "all"], capture_output=True, timeout=_LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
