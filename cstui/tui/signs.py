"""What the signs on the screens mean, view by view, as the help tells it."""

from __future__ import annotations

from collections.abc import Mapping

from cstui.i18n import N_
from cstui.tui.act import DAY, LEVELS, PROFILE, PROMOTION, ROSTER, SCORES

_CRITERIA = (("✓ ✗ ?", N_("ready or met; not yet; not known")),)
SIGNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    ROSTER: (
        (". -", N_("nothing is set; a rest day")),
        ("=", N_("locked: copies, patterns and edits leave it alone")),
        ("*", N_("not as published yet")),
        ("!", N_("breaks a rule, as checked last")),
        ("( )", N_("on leave")),
        ("°", N_("a public holiday or a day off by the calendar")),
        ("· 1 2", N_("people short in that half hour")),
    ),
    DAY: (
        ("█", N_("there as planned")),
        ("▒", N_("there outside of the plan")),
        ("░", N_("planned")),
        ("-", N_("planned, but not there")),
        ("L", N_("on leave")),
        ("· 1 2", N_("people short in that half hour")),
    ),
    LEVELS: (
        *_CRITERIA,
        ("!", N_("a certificate that ends soon, or has ended")),
        ("#", N_("a case under way")),
        ("↑ ↓", N_("where a track joins another")),
    ),
    PROFILE: _CRITERIA,
    PROMOTION: _CRITERIA,
    SCORES: (
        ("=", N_("worked out by the floor")),
        ("-", N_("not scored yet")),
        ("( )", N_("the points so far, while items are missing")),
        ("‹ ›", N_("so many more items on that side")),
    ),
}
