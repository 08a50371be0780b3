"""What can be done at the screens of the rosters."""

from __future__ import annotations

from cstui.i18n import N_
from cstui.tui.act import MOVE, ROSTER, WEEK, Act

ACTS: tuple[Act, ...] = (
    Act("roster.set", ("s",), "set_shift", N_("Set"), N_("Set a shift: a code, times, or off"), WEEK, (ROSTER,), 1),
    Act("roster.again", (".",), "again", N_("Again"), N_("The last code once more, and on to the next day"),
        WEEK, (ROSTER,), 2),
    Act("roster.rest", ("-",), "rest", N_("Off"), N_("A rest day"), WEEK, (ROSTER,), 3),
    Act("roster.clear", ("x", "delete"), "clear", N_("Clear"), N_("Empty the cells"), WEEK, (ROSTER,), 4),
    Act("roster.range", ("V",), "range", N_("Range"), N_("Begin a range here, or drop it"), WEEK, (ROSTER,), 2),
    Act("roster.all", ("A",), "choose_all", N_("All"), N_("Everybody's whole week as the range"), WEEK, (ROSTER,), 4),
    Act("roster.pattern", ("p",), "pattern", N_("Pattern"), N_("Lay a rota pattern over the range"), WEEK,
        (ROSTER,), 2),
    Act("roster.copy", ("y",), "copy_week", N_("Copy"), N_("Copy the week before into this one"), WEEK, (ROSTER,), 3),
    Act("roster.lock", ("L",), "lock", N_("Lock"), N_("Lock the cells, or unlock them"), WEEK, (ROSTER,), 5),
    Act("roster.undo", ("u",), "undo_week", N_("Undo"), N_("Take my last change of this week back"), WEEK,
        (ROSTER,), 3),
    Act("roster.check", ("c",), "check", N_("Check"), N_("Check the week against the rules"), WEEK, (ROSTER,), 1),
    Act("roster.publish", ("P",), "publish", N_("Publish"), N_("Publish the week"), WEEK, (ROSTER,), 1),
    Act("roster.differences", ("d",), "differences", N_("Changes"), N_("What differs from what is published"),
        WEEK, (ROSTER,), 4),
    Act("roster.layer", ("v",), "layer", N_("Draft"), N_("The draft, or the week as published"), WEEK, (ROSTER,), 5),
    Act("roster.earlier", ("[",), "week(-1)", N_("Earlier"), N_("The week before"), WEEK, (ROSTER,), 2),
    Act("roster.later", ("]",), "week(1)", N_("Later"), N_("The week after"), WEEK, (ROSTER,), 2),
    Act("roster.today", ("t",), "today", N_("Today"), N_("This week, today"), WEEK, (ROSTER,), 5),
    Act("roster.left", ("h", "left"), "move_day(-1)", N_("Left"), N_("One day to the left"), MOVE, (ROSTER,)),
    Act("roster.right", ("l", "right"), "move_day(1)", N_("Right"), N_("One day to the right"), MOVE, (ROSTER,)),
    Act("roster.cell", ("enter",), "cell", N_("Cell"), N_("All about the cell: times, rules, leave"), WEEK,
        (ROSTER,), 3),
)  # fmt: skip
