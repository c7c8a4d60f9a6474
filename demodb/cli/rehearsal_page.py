"""A rehearsal as one HTML page to send around: no scripts, nothing from elsewhere, every text escaped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape
from string import Template

from demodb.api.rehearse import SEVERITIES, Finding, RehearsalReport
from demodb.cli.output import and_more, printable
from demodb.cli.rehearsal_view import summary

_PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Rehearsal of $day</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c1c1c; }
table { border-collapse: collapse; width: 100%; }
td, th { border-bottom: 1px solid #ddd; padding: .4rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
code { background: #f3f3f3; padding: 0 .2rem; }
.blocker { color: #a40000; font-weight: 600; } .warning { color: #8a5a00; } .hint { color: #2a5a8a; }
</style>
</head>
<body>
<h1>Rehearsal of $day, $begin to $end</h1>
<p class="$state"><strong>$verdict</strong></p>
<p>$summary. Made $made.</p>
$sections
</body>
</html>
""")
_SECTION = Template("""\
<h2 class="$severity">$title</h2>
<table>
<thead><tr><th>Finding</th><th>Where</th><th>Why</th><th>What mends it</th></tr></thead>
<tbody>
$rows
</tbody>
</table>
""")
_ROW = Template("<tr><td>$code</td><td>$place</td><td>$why</td><td><code>$command</code></td></tr>")
_TITLES = {"blocker": "Blocks", "warning": "Warns", "hint": "Hints"}


def rehearsal_page(report: RehearsalReport, now: datetime) -> str:
    """The report as a whole page, made at an aware moment."""
    blocks = report.by_severity["blocker"] > 0
    return _PAGE.substitute(
        day=f"{report.window.at:%Y-%m-%d}",
        begin=f"{report.window.at:%H:%M}",
        end=f"{report.window.until:%H:%M}",
        state="blocker" if blocks else "hint",
        verdict="The demo would fail." if blocks else "The demo would hold.",
        summary=escape(summary(report)),
        made=f"{now:%Y-%m-%d %H:%M}",
        sections="\n".join(_sections(report)),
    )


def _sections(report: RehearsalReport) -> Iterator[str]:
    for severity in SEVERITIES:
        found = [finding for finding in report.findings if finding.severity == severity]
        if found:
            count = report.by_severity[severity]
            more = f", {len(found):,} of them here ({and_more(count - len(found))})" if count > len(found) else ""
            rows = "\n".join(map(_row, found))
            yield _SECTION.substitute(severity=severity, title=f"{_TITLES[severity]}: {count:,}{more}", rows=rows)


def _row(finding: Finding) -> str:
    shown = {"code": finding.code, "place": finding.place, "why": finding.why, "command": finding.command}
    return _ROW.substitute({name: escape(printable(text)) for name, text in shown.items()})
