"""How a command ends: every error shown in one place, and the exit status of docs/commands.md."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

import click

from ..errors import BadInput, CstuiError, Problem
from ..i18n import _, labelled, ngettext
from ..text import one_line
from .output import safe_echo

OWN_ERROR = 70
VALUE_SHOWN = 60


def show_left(cases: int, login: str) -> None:
    """Say on standard error how many open cases stay with somebody who goes, and how they are handed back."""
    if cases:
        told = ngettext(
            "{n} open case stays with {login}; a lead hands it back: {command}",
            "{n} open cases stay with {login}; a lead hands them back: {command}",
            cases,
        )
        command = f"cstui roster handback {login} --release|--spread"
        safe_echo(told.format(n=cases, login=login, command=command), err=True)


class Ended(BaseException):
    """A signal asked the process to end; unwinding rolls back what was being written."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def heed_signals() -> None:
    """Turn SIGTERM and SIGHUP into an orderly end; one that the caller ignores (nohup) stays ignored."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _end)


def _end(number: int, _frame: FrameType | None) -> None:
    raise Ended(number)


def run(call: Callable[[], Any]) -> int:
    """Call a command and return its exit status, every error shown on stderr."""
    try:
        outcome = call()
    except CstuiError as error:
        show_error(error)
        return error.exit_code
    except click.ClickException as error:
        _show_usage(error)
        return click.UsageError.exit_code
    except click.Abort as error:
        if isinstance(error.__cause__, KeyboardInterrupt):
            return 128 + signal.SIGINT
        return _crashed(error)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except Ended as ended:
        return 128 + ended.number
    except Exception as error:
        return _faulted(error)
    return outcome if isinstance(outcome, int) else 0


def show_error(error: CstuiError) -> None:
    """Show one of our errors on stderr: what, where, and every problem of an input on a line."""
    lines = [_("cstui: {message}").format(message=one_line(error.title))]
    lines += [f"  {line}" for line in error.detail.splitlines()]
    safe_echo("\n".join(lines), err=True)
    if isinstance(error, BadInput):
        # a form has no rows; its problems stand in the detail already
        show_problems([problem for problem in error.problems if problem.row])


def show_problems(problems: Sequence[Problem], file: str = "") -> None:
    """Show on stderr what is wrong with the cells of an input, a line each, in the order of the rows."""
    if problems:
        place = f"  {one_line(file)}, " if file else "  "
        safe_echo("\n".join(place + _problem(problem) for problem in problems), err=True)


def _problem(problem: Problem) -> str:
    value = one_line(problem.value)
    if len(value) > VALUE_SHOWN:
        value = value[:VALUE_SHOWN] + "…"
    return _("row {row}, {column}, {value}: {problem}").format(
        row=problem.row, column=one_line(problem.column) or "-", value=f"“{value}”", problem=one_line(problem.problem)
    )


def show_refusals(refused: tuple[tuple[str, str], ...]) -> None:
    """Show on stderr which of several complaints were refused, and why."""
    count = len(refused)
    head = ngettext("{count} complaint refused:", "{count} complaints refused:", count).format(count=count)
    lines = ["  " + labelled(one_line(ref), one_line(reason)) for ref, reason in refused]
    safe_echo("\n".join([_("cstui: {message}").format(message=head), *lines]), err=True)


def _show_usage(error: click.ClickException) -> None:
    told = io.StringIO()
    error.show(file=told)
    safe_echo(told.getvalue().rstrip("\n"), err=True)


def _faulted(error: Exception) -> int:
    """Tell a fault of the store that only a read met by its name; all else is an error of our own."""
    if not isinstance(error, OSError):
        from ..floor import store

        problem = store.problem_of(error)
        if problem is not None:
            show_error(problem)
            return problem.exit_code
    return _crashed(error)


def _crashed(error: BaseException) -> int:
    from .. import crash

    path = crash.record(error)
    lines = [_("cstui: an error of our own stopped this command.")]
    if path is not None:
        lines.append(_("  Please report it with {path}, which holds no data of customers.").format(path=path))
    safe_echo("\n".join(lines), err=True)
    return OWN_ERROR


def hush_stdout() -> None:
    """Point stdout at nothing once its reader has gone, so that the interpreter's last flush is quiet."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
