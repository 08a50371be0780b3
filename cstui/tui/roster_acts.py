"""What can be done at the screens of the rosters."""

from __future__ import annotations

from cstui.i18n import N_
from cstui.tui.act import DAY, MOVE, ROSTER, WEEK, Act

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
    Act("roster.day", ("T",), "day_board", N_("Day"), N_("The day under the cursor: who is there, hour by hour"), WEEK,
        (ROSTER,), 2),
    Act("day.absent", ("a",), "absent", N_("Absent"), N_("Mark absent, and hand the open cases on"), WEEK, (DAY,), 1),
    Act("day.back", ("b",), "came_back", N_("Back"), N_("End the absence"), WEEK, (DAY,), 2),
    Act("day.hand_back", ("r",), "hand_back", N_("Cases"), N_("Release or spread the person's open cases"), WEEK,
        (DAY,), 1),
    Act("day.what_if", ("w",), "what_if", N_("What if"), N_("What would be missing if the person were away"), WEEK,
        (DAY,), 1),
    Act("day.clock_in", ("i",), "clock('in')", N_("In"), N_("Clock in"), WEEK, (DAY,), 2),
    Act("day.clock_out", ("o",), "clock('out')", N_("Out"), N_("Clock out"), WEEK, (DAY,), 2),
    Act("day.explain", ("e",), "explain", N_("Explain"), N_("Say why my own day went as it did"), WEEK, (DAY,), 3),
    Act("day.excuse", ("x",), "excuse", N_("Excuse"), N_("Accept or refuse what the person said"), WEEK, (DAY,), 3),
    Act("day.earlier", ("[",), "day(-1)", N_("Earlier"), N_("The day before"), WEEK, (DAY,), 4),
    Act("day.later", ("]",), "day(1)", N_("Later"), N_("The day after"), WEEK, (DAY,), 4),
    Act("day.today", ("t",), "today", N_("Today"), N_("Today"), WEEK, (DAY,), 5),
)  # fmt: skip
