"""What an export did, or would do."""

from __future__ import annotations

from dataclasses import dataclass, field

from demodb.errors import ExitCode


@dataclass
class ExportReport:
    """What an export wrote, or with `check` would write.

    `kept` names the files that were left as they are, and `reasons` says why: somebody changed them since they were
    exported, demodb did not write them, or what stands there is no file. `not_removed` counts the files of accounts that are
    gone but were not removed, `why_not_removed` says why.
    """

    directory: str
    check: bool = False
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    not_removed: int = 0
    why_not_removed: str = ""

    @property
    def clean(self) -> bool:
        """Whether the folder is, or already was, as the store says."""
        return not self.kept and not self.not_removed and not (self.check and (self.written or self.removed))

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with."""
        return ExitCode.DONE if self.clean else ExitCode.ERROR

    def leave(self, path: str, why: str) -> None:
        """A file is left as it is; its path is one below the directory."""
        named = f"{self.directory}/{path}"
        if named not in self.reasons:
            self.kept.append(named)
            self.reasons[named] = why
