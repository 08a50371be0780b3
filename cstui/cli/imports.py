"""``cstui import``: tables of complaints, agents and customers, of scores, praise, training, penalties and papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..i18n import N_, _, listed
from ..text import one_line
from .importing import BAD_ROWS, READING, asking, check_options, end, summary
from .output import safe_echo, show_one
from .parts import Nouns, option, verb
from .progress import progress
from .session import Session, pass_session

if TYPE_CHECKING:
    from ..exchange.report import Report

imports = Nouns(
    "import",
    help=N_("Import a table: csv, tsv, xlsx, json or jsonl. All or nothing unless told."),
    lazy={
        "roster": "rosters.imports:roster",
        "attendance": "rosters.imports:attendance",
        "demand": "rosters.imports:demand",
    },
)

_OPTIONS = (
    option("--source", "source_name", metavar="NAME", help=N_("Where the rows come from; the file's stem.")),
    option("--map", "mapping", metavar="FILE|NAME", help=N_("A mapping file, or the name of a ready mapping.")),
    *READING,
    option("--dry-run", is_flag=True, help=N_("Check everything and write nothing.")),
    *BAD_ROWS,
    option("--suggest-map", is_flag=True, help=N_("Print a mapping to edit, and import nothing.")),
)


def _add(name: str, message: str) -> None:
    """Add the import of one kind of table: all of them ask for the same."""

    @asking(N_("The table; - reads standard input."), _OPTIONS)
    @pass_session
    def run(session: Session, file: str, form: str, suggest_map: bool, **options: Any) -> None:
        if suggest_map:
            from ..exchange.suggest import suggest_map as suggest

            safe_echo(suggest(file, name, sheet=options["sheet"], encoding=options["encoding"]).rstrip("\n"))
            return
        from ..exchange import imports as incoming

        _run(session, getattr(incoming, f"import_{name}"), file, form, options)

    verb(imports, name, message)(run)


def _run(session: Session, work: Callable[..., Report], file: str, form: str, options: dict[str, Any]) -> None:
    check_options(options)
    actor = session.actor()
    with progress(_("Importing")) as step:
        report = work(actor, file, progress=step, **options)
    shown = report.as_dict()
    show_one(form, shown, lambda: summary(shown))
    if report.passed_over:
        columns = listed(map(one_line, report.passed_over))
        safe_echo(_("Columns passed over: {columns}").format(columns=columns), err=True)
    end(report, dry_run=options["dry_run"])


_add("complaints", N_("Import complaints; repeating an import adds nothing."))
_add("agents", N_("Import agents: login, name, team, roles, skills."))
_add("customers", N_("Import customers: customer_id, customer_name, customer_phone, tier."))
_add("scores", N_("Import scores: login, month, item, score; or a column an item."))
_add("praise", N_("Import praise: login, day, giver or customer_id, kind, text."))
_add("training", N_("Import training: login, day, kind, subject, score, passed, newcomer, until."))
_add("penalties", N_("Import penalties: login, day, kind, rule, money, complaint, text."))
_add("profiles", N_("Import papers and first levels: login, hired_on, status, education, level, since."))
