"""Exports that change, and the folder into which they are dropped.

The one fact a newcomer would get wrong: a file that is just being copied looks whole. It is read when its size and time
were the same at two looks in a row.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from inboxguard.errors import ConfigProblem, InboxguardError
from inboxguard.log import logger
from inboxguard.service.common_book import CommonBook
from inboxguard.service.roster import read_file

Print = tuple[int, int]
_DONE: Final = "done"
_FAILED: Final = "failed"
_MOST_SKIPPED: Final = 20


class PeopleFiles:
    """Looks at the exports of [people] and at its import_dir; used by one worker at a time."""

    def __init__(self, common: CommonBook) -> None:
        self._common = common
        self._exports: dict[Path, Print] = {}
        self._dropped: dict[Path, Print] = {}

    def read_exports(self, paths: Iterable[Path]) -> None:
        """Read every export, at start and when the configuration changed.

        Raises:
            ConfigProblem: when one cannot be read, or teaches nothing.
        """
        prints = {path: _print(path) for path in paths}
        self._common.learn_files(prints)
        self._exports = prints

    def look(self, exports: Iterable[Path], import_dir: Path | None) -> None:
        """Read again what has changed, take in what was dropped, and hear what other commands have learnt."""
        for path in exports:
            now = _print(path)
            if now != self._exports.get(path):
                self._exports[path] = now
                self._read_again(path)
        if import_dir is not None:
            self._take_in(import_dir.expanduser())
        if self._common.read_again():
            logger().info("people_changed")

    def _read_again(self, path: Path) -> None:
        try:
            learnt = self._common.learn_file(path)
        except ConfigProblem as problem:
            logger().error("export_not_read", file=path.name, says=str(problem), mend=problem.mend)
        else:
            logger().info("export_read", file=path.name, people=learnt.count, skipped=len(learnt.skipped))

    def _take_in(self, folder: Path) -> None:
        try:
            found = {path: _print(path) for path in sorted(folder.iterdir()) if _is_candidate(path)}
        except OSError as problem:
            logger().error("import_folder_not_read", says=str(problem.strerror), mend=f"ls -ld {folder}")
            return
        for path, now in found.items():
            if now == self._dropped.get(path):
                self._import(path)
        self._dropped = {path: now for path, now in found.items() if path.exists()}

    def _import(self, path: Path) -> None:
        try:
            learnt = read_file(path)
            self._common.learn([learnt])
        except ConfigProblem as problem:
            self._put_away(path, _FAILED, f"{problem}\n{problem.mend}\n")
            logger().error("import_failed", file=path.name, says=str(problem))
        except InboxguardError as problem:  # the state cannot be written: it stays for the next look
            logger().error("import_failed", file=path.name, says=str(problem))
        else:
            reasons = [f"line {one.line}: {one.reason}" for one in learnt.skipped[:_MOST_SKIPPED]]
            self._put_away(path, _DONE, "".join(f"{reason}\n" for reason in reasons))
            logger().info("import_done", file=path.name, people=learnt.count, skipped=len(learnt.skipped))

    def _put_away(self, path: Path, where: str, reason: str) -> None:
        """Move it to done/ or failed/, beside a file that says why, where there is something to say."""
        try:
            folder = path.parent / where
            folder.mkdir(mode=0o700, exist_ok=True)
            target = _free_name(folder / path.name)
            path.replace(target)
            if reason:
                target.with_name(target.name + ".reason.txt").write_text(reason, "utf-8")
        except OSError as problem:
            logger().error("import_not_put_away", file=path.name, says=str(problem.strerror))


def _print(path: Path) -> Print:
    """Size and time of change; nothing for a file that is not there."""
    try:
        seen = path.expanduser().stat()
    except OSError:
        return (-1, 0)
    return seen.st_size, seen.st_mtime_ns


def _is_candidate(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and not path.name.endswith((".part", ".crdownload", "~"))


def _free_name(path: Path) -> Path:
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
