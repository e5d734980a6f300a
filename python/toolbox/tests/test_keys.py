import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

import toolbox  # noqa: E402
from toolbox import keys  # noqa: E402


@unittest.skipUnless(shutil.which("git") and shutil.which("ssh-keygen"), "needs git and ssh-keygen")
class KeysTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = Path(folder.name)
        environment = patch.dict(os.environ, {"HOME": folder.name, "GIT_CONFIG_NOSYSTEM": "1"})
        environment.start()
        self.addCleanup(environment.stop)
        self.addCleanup(self.end_agent)

    def end_agent(self) -> None:
        if shutil.which("gpgconf") and (self.home / ".gnupg").is_dir():
            subprocess.run(["gpgconf", "--kill", "all"], capture_output=True)

    def main(self, *arguments: str) -> tuple[int, dict]:
        out = StringIO()
        with redirect_stdout(out):
            code = keys.main(list(arguments))
        return code, json.loads(out.getvalue())

    def commit_and_verify(self) -> str:
        folder = self.home / "repository"
        subprocess.run(["git", "init", "-q", folder], check=True)
        subprocess.run(["git", "-C", folder, "commit", "-q", "--allow-empty", "-m", "x"], check=True)
        raw = subprocess.run(["git", "-C", folder, "cat-file", "commit", "HEAD"], check=True, capture_output=True, text=True)
        return raw.stdout

    def test_an_empty_home_has_nothing(self) -> None:
        nothing = {"name": "", "email": "", "ssh": None, "gpg": None, "signs": None}
        self.assertEqual((0, nothing), self.main())
        self.assertEqual([], os.listdir(self.home))

    def test_an_ssh_key_is_made_once_and_its_secret_half_is_nobody_elses(self) -> None:
        toolbox.git_identity("Ana Bell", "ana@example.org")
        first, again = toolbox.ssh_key(), toolbox.ssh_key()
        self.assertEqual((True, False), (first.made, again.made))
        self.assertEqual(first.public, again.public)
        self.assertTrue(first.public.startswith("ssh-ed25519 ") and first.public.endswith(" ana@example.org"))
        self.assertEqual(0o600, (self.home / ".ssh/id_ed25519").stat().st_mode & 0o777)
        self.assertNotIn("PRIVATE", repr(first) + first._repr_html_())

    def test_commits_are_signed_with_the_ssh_key_where_there_is_no_gpg(self) -> None:
        toolbox.git_identity("Ana Bell", "ana@example.org")
        which = shutil.which
        with patch.object(keys.shutil, "which", lambda name: None if name.startswith("gpg") else which(name)):
            self.assertEqual("ssh", toolbox.sign_commits())
        self.assertIn("BEGIN SSH SIGNATURE", self.commit_and_verify())

    @unittest.skipUnless(shutil.which("gpg"), "needs gpg")
    def test_the_page_makes_all_at_once_and_twice_changes_nothing(self) -> None:
        code, made = self.main("--name=Ana Bell", "--email=ana@example.org")
        self.assertEqual((0, "Ana Bell", "gpg"), (code, made["name"], made["signs"]))
        self.assertIn("BEGIN PGP PUBLIC KEY BLOCK", made["gpg"]["public_key"])
        self.assertEqual((0, made), self.main("--name=Ana Bell", "--email=ana@example.org"))
        self.assertEqual((0, made), self.main())
        self.assertIn("BEGIN PGP SIGNATURE", self.commit_and_verify())

    def test_what_is_no_name_or_address_changes_nothing(self) -> None:
        for name, email in [("Ana", "ana"), ("", "ana@example.org"), ("A <b>", "ana@example.org"), ("Ana", "a b@example.org")]:
            code, said = self.main(f"--name={name}", f"--email={email}")
            self.assertEqual(1, code, (name, email))
            self.assertIn("Give ", said["error"])
        self.assertEqual([], os.listdir(self.home))

    def test_a_key_needs_to_know_whose_it_is(self) -> None:
        with self.assertRaisesRegex(keys.KeysError, "git_identity"):
            toolbox.ssh_key()


if __name__ == "__main__":
    unittest.main()
