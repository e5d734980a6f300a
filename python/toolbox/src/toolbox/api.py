"""The platform's HTTP API, as far as the command needs it."""

import json
import os
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from toolbox.errors import UNREACHABLE, USAGE, CommandError, Refused

_TIMEOUT_SECONDS = 60


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The API never redirects, and a token must not be carried to another place."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        return None


class Api:
    """One server, one user."""

    def __init__(self, url: str, token: str, public_url: str | None = None) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._public_url = public_url
        # The platform is near; a proxy of the environment is for the world outside, and must not see the token.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())

    @staticmethod
    def from_environment() -> "Api":
        url = os.environ.get("ORRERY_API_URL", "")
        token = os.environ.get("ORRERY_TOKEN", "")
        if not url or not token:
            missing = "ORRERY_API_URL" if not url else "ORRERY_TOKEN"
            raise CommandError(
                f"{missing} is not set, so the platform cannot be asked.",
                "Run this in a terminal of your notebook server, where both are set; elsewhere set ORRERY_API_URL, such "
                "as http://127.0.0.1:8000/api/v1, and ORRERY_TOKEN, a token of yours from the page.",
                USAGE,
            )
        if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
            raise CommandError(
                f"ORRERY_API_URL is '{url}', which is no web address.",
                "Set it to something such as http://127.0.0.1:8000/api/v1.",
                USAGE,
            )
        return Api(url, token, os.environ.get("ORRERY_PUBLIC_URL"))

    def get(self, *path: str, **query: object) -> Any:
        return self._ask("GET", path, query, None)

    def post(self, *path: str, body: dict) -> Any:
        return self._ask("POST", path, {}, body)

    def patch(self, *path: str, body: dict) -> Any:
        return self._ask("PATCH", path, {}, body)

    def link(self, page: str) -> str:
        """A page's address for a person to open."""
        base = self._public_url
        if not base:
            parts = urllib.parse.urlsplit(self._url)
            base = f"{parts.scheme}://{parts.netloc}"
        return base.rstrip("/") + "/" + page.lstrip("/")

    def _ask(self, method: str, path: tuple[str, ...], query: dict, body: dict | None) -> Any:
        # A run id holds ':' and '+', so each part is encoded whole.
        url = self._url + "/" + "/".join(urllib.parse.quote(part, safe="") for part in path)
        if query:
            url += "?" + urllib.parse.urlencode(query)
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data=data, method=method)
        request.add_header("Authorization", "Bearer " + self._token)
        request.add_header("Accept", "application/json")
        if data is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with self._opener.open(request, timeout=_TIMEOUT_SECONDS) as answer:
                return _decoded(answer.read(), self._url)
        except urllib.error.HTTPError as error:
            raise self._problem(error) from None
        except (OSError, urllib.error.URLError) as error:
            reason = getattr(error, "reason", error)
            raise CommandError(
                f"The platform at {self._url} cannot be reached: {reason}.",
                "Is it running? Start it with 'orrery up', or set ORRERY_API_URL to where it is.",
                UNREACHABLE,
            ) from None

    def _problem(self, error: urllib.error.HTTPError) -> CommandError:
        if error.code == 401:
            return CommandError(
                "The platform does not accept the token in ORRERY_TOKEN.",
                "Restart your notebook server to get a new one, or make a token on the page and set ORRERY_TOKEN to it.",
                UNREACHABLE,
            )
        try:
            document = json.loads(error.read())
        except (OSError, ValueError):
            document = None
        if not isinstance(document, dict) or "detail" not in document:
            return CommandError(
                f"{self._url} answered {error.code}, and not as the platform does.",
                "Look whether ORRERY_API_URL is right; it ends with /api/v1.",
                UNREACHABLE,
            )
        return Refused(error.code, document)


def _decoded(content: bytes, url: str) -> Any:
    try:
        return json.loads(content) if content else None
    except ValueError:
        raise CommandError(
            f"{url} answered with something that is no JSON.",
            "Look whether ORRERY_API_URL is right; it ends with /api/v1.",
            UNREACHABLE,
        ) from None
