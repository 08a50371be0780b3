"""Themes: the terminal's own sixteen colours by default, so that light and dark terminals both stay readable."""

from __future__ import annotations

from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

# Only default colours and attributes carry meaning; the palette adds to it.  Reverse video marks cursors,
# because no pair of the sixteen colours is readable on every terminal.
TERMINAL = Theme(
    name="terminal",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    accent="ansi_cyan",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "border": "ansi_default",
        "border-blurred": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-text-style": "reverse",
        "block-cursor-blurred-text-style": "underline",
        "scrollbar": "ansi_default",
        "scrollbar-hover": "ansi_default",
        "scrollbar-active": "ansi_default",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
        "button-focus-text-style": "bold reverse",
    },
)

OURS: tuple[Theme, ...] = (
    TERMINAL,
    replace(BUILTIN_THEMES["textual-dark"], name="dark"),
    replace(BUILTIN_THEMES["textual-light"], name="light"),
)
