"""What a person sees while a step takes its time."""

import sys
import threading
import time
from types import TracebackType
from typing import Self

_PATIENCE_SECONDS = 1.0


class Step:
    """Says on standard error what is being done, once it takes over a second, and for how long it has."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._show, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _show(self) -> None:
        begin = time.monotonic()
        if self._done.wait(_PATIENCE_SECONDS):
            return
        if not sys.stderr.isatty():
            print(f"{self._what} ...", file=sys.stderr, flush=True)
            return
        while not self._done.wait(0.2):
            seconds = int(time.monotonic() - begin)
            print(f"\r\033[K{self._what} ... {seconds} s", end="", file=sys.stderr, flush=True)
        print("\r\033[K", end="", file=sys.stderr, flush=True)
