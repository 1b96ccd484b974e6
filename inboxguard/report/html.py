"""The etiquette report as one HTML file that loads nothing from anywhere.

The one fact a newcomer would get wrong: every value is escaped by the template engine, no value ever becomes a link
or a style, and the page forbids scripts and requests by its own policy, because a subject may be hostile.
"""

from jinja2 import Environment, PackageLoader, StrictUndefined

from inboxguard.report.facts import Report, how_soon
from inboxguard.report.text import done_in_short, doubtful, plain
from inboxguard.report.timeline import WIDTH, timeline


def html(report: Report) -> str:
    """The whole page."""
    environment = Environment(
        loader=PackageLoader("inboxguard.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["soon"] = how_soon
    environment.filters["plain"] = plain
    environment.filters["doubtful"] = doubtful
    environment.filters["in_short"] = done_in_short
    environment.filters["day"] = lambda instant: instant.strftime("%Y-%m-%d") if instant else "unknown"
    pictures = {offender.name + offender.addresses[0]: timeline(offender) for offender in report.offenders}
    return environment.get_template("report.html.j2").render(report=report, pictures=pictures, width=WIDTH)
