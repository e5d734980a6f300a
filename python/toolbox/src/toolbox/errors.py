"""How a command ends when it cannot do what was asked."""

FOUND = 1
USAGE = 2
UNREACHABLE = 3


class CommandError(Exception):
    """Ends the command: the message is printed, the code is the exit code."""

    def __init__(self, message: str, remedy: str = "", code: int = FOUND) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.code = code


class Refused(CommandError):
    """The server answered with a problem document (RFC 9457)."""

    def __init__(self, status: int, document: dict) -> None:
        super().__init__(str(document.get("detail") or f"The server answered {status}."))
        self.status = status
        self.document = document

    @property
    def problems(self) -> list[dict]:
        return list(self.document.get("problems") or [])
