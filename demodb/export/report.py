"""What an export did, or would do."""

from __future__ import annotations

from dataclasses import dataclass, field

from demodb.errors import ExitCode


@dataclass(frozen=True)
class IntoReport:
    """What became of a workbook whose two sheets were to be replaced: whether it differs, and where the one from before is."""

    path: str
    changed: bool
    copy: str | None = None


@dataclass
class ExportReport:
    """What an export wrote, or with `check` would write.

    `kept` names the files that were left as they are, and `reasons` says why: somebody changed them since they were
    exported or demodb did not write them (`changed`), or what stands there is no file. `not_removed` counts the files of
    accounts that are gone but were not removed, `why_not_removed` says why. `told` is what the workbook cannot carry; `into`
    what became of the one whose sheets were to be replaced.
    """

    directory: str
    check: bool = False
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    into: IntoReport | None = None
    not_removed: int = 0
    why_not_removed: str = ""

    @property
    def clean(self) -> bool:
        """Whether the folder is, or already was, as the store says."""
        return (
            not self.kept
            and not self.not_removed
            and not (self.check and (self.written or self.removed or (self.into and self.into.changed)))
        )

    @property
    def mergeable(self) -> list[str]:
        """Those of `changed` from which an import takes something in: of intelligence and its reports it takes nothing."""
        ours = f"{self.directory}/intelligence/"
        return [path for path in self.kept if path in self.changed and not path.startswith(ours)]

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with."""
        return ExitCode.DONE if self.clean else ExitCode.ERROR

    def leave(self, path: str, why: str, *, changed: bool = False) -> None:
        """A file is left as it is, as somebody changed it or for another reason; its path is one below the directory."""
        named = f"{self.directory}/{path}"
        if named not in self.reasons:
            self.kept.append(named)
            self.reasons[named] = why
            self.changed |= {named} if changed else set()
