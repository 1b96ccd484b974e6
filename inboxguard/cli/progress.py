"""Progress on standard error: a bar on a terminal, nothing elsewhere."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


class Progress:
    """What a long piece of work reports to; `step` may be called thousands of times a second."""

    def __init__(self) -> None:
        self._bars: Bars | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bars

            self._bars = Bars(
                TextColumn("{task.description:<28}", markup=False), BarColumn(), MofNCompleteColumn(),
                TimeRemainingColumn(),                 console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def begin(self, what: str, total: int | None = None) -> None:
        """A new piece of work begins; `total` None when its length is unknown."""
        if self._bars is not None:
            if self._task is not None:
                self._bars.remove_task(self._task)
            self._task = self._bars.add_task(what, total=total)

    def step(self, by: int = 1) -> None:
        """So many more are done."""
        if self._bars is not None and self._task is not None:
            self._bars.advance(self._task, by)

    def say(self, line: str) -> None:
        """One line for a person, on standard error, terminal or not."""
        if self._bars is not None:
            self._bars.console.print(line, markup=False, highlight=False)
        else:
            print(line, file=sys.stderr)
