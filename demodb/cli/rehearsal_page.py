"""A rehearsal as one HTML page to send around: no scripts, nothing from elsewhere, every text escaped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape
from string import Template

from demodb.api.rehearse import BY_CODE, SEVERITIES, Finding, RehearsalReport, Severity
from demodb.cli.output import and_more, printable
from demodb.cli.rehearsal_view import hours_text, summary

_PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Rehearsal $hours</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c1c1c; }
h3 { margin: 1.5rem 0 0; } h3 + p { margin: .2rem 0 .6rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
td, th { border-bottom: 1px solid #ddd; padding: .4rem .6rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }
th:first-child { width: 40%; }
code { background: #f3f3f3; padding: 0 .2rem; }
.blocker { color: #a40000; font-weight: 600; } .warning { color: #8a5a00; } .hint { color: #2a5a8a; }
</style>
</head>
<body>
<h1>Rehearsal $hours</h1>
<p class="$state"><strong>$verdict</strong></p>
<p>$summary. Made $made.</p>
$sections
</body>
</html>
""")
_SECTION = Template("""\
<h2 class="$severity">$title</h2>
$codes
""")
_CODE = Template("""\
<h3>$code, $count</h3>
<p>$means: $why.</p>
<table>
<thead><tr><th>Where</th><th>What is found</th><th>What mends it</th></tr></thead>
<tbody>
$rows
</tbody>
</table>
""")
_ROW = Template("<tr><td>$place</td><td>$why</td><td>$command</td></tr>")
_TITLES = {"blocker": "Blocks", "warning": "Warns", "hint": "Hints"}


def rehearsal_page(report: RehearsalReport, now: datetime) -> str:
    """The report as a whole page, made at an aware moment."""
    blocks = report.by_severity["blocker"] > 0
    return _PAGE.substitute(
        hours=hours_text(report),
        state="blocker" if blocks else "hint",
        verdict="The demo would fail." if blocks else "The demo would hold.",
        summary=escape(summary(report)),
        made=f"{now:%Y-%m-%d %H:%M}",
        sections="\n".join(_sections(report)),
    )


def _sections(report: RehearsalReport) -> Iterator[str]:
    for severity in SEVERITIES:
        if count := report.by_severity[severity]:
            codes = dict.fromkeys(finding.code for finding in report.findings if finding.severity == severity)
            told = "\n".join(_of_code(report, severity, code) for code in codes)
            yield _SECTION.substitute(severity=severity, title=f"{_TITLES[severity]}: {count:,}", codes=told)


def _of_code(report: RehearsalReport, severity: Severity, code: str) -> str:
    """The findings of a code, with what it means and why somebody would notice."""
    found = [finding for finding in report.findings if (finding.severity, finding.code) == (severity, code)]
    meaning, count = BY_CODE[code], report.counts[severity, code]
    more = f", {len(found):,} of them here ({and_more(count - len(found))})" if count > len(found) else ""
    said = {"code": code, "count": f"{count:,}{more}", "means": meaning.means[:1].upper() + meaning.means[1:], "why": meaning.why}
    return _CODE.substitute({name: escape(text) for name, text in said.items()}, rows="\n".join(map(_row, found)))


def _row(finding: Finding) -> str:
    """A finding, its command in code's letters as far as it is one."""
    shown = {name: escape(printable(text)) for name, text in (("place", finding.place), ("why", finding.why))}
    command = escape(printable(finding.command))
    return _ROW.substitute(shown, command=f"<code>{command}</code>" if command.startswith("demodb ") else command)
