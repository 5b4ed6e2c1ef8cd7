"""The themes. Their colours say what is in focus, never who is right."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="briefing-dark",
    primary="#7aa2c8",
    secondary="#8c9bb0",
    accent="#d9b36c",
    warning="#d9b36c",
    error="#d98080",
    success="#8fb58f",
    foreground="#d7dae0",
    background="#16181c",
    surface="#1b1e23",
    panel="#24282f",
    dark=True,
    variables={
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#2c425a",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-foreground": "#d7dae0",
        "block-cursor-blurred-background": "#23282f",
        "footer-key-foreground": "#d9b36c",
        "border": "#7aa2c8",
        "border-blurred": "#3a4049",
        "text-muted": "#a3acb9",
        "scrollbar": "#3a4049",
        "scrollbar-hover": "#4a515c",
        "scrollbar-active": "#7aa2c8",
        "scrollbar-background": "#16181c",
        "scrollbar-background-hover": "#16181c",
        "scrollbar-background-active": "#16181c",
    },
)
LIGHT = Theme(
    name="briefing-light",
    primary="#2a5b8a",
    secondary="#51606f",
    accent="#85590b",
    warning="#85590b",
    error="#a03030",
    success="#3b6b3b",
    foreground="#1f2328",
    background="#fbfaf7",
    surface="#f4f2ec",
    panel="#e8e5dc",
    dark=False,
    variables={
        "block-cursor-foreground": "#101418",
        "block-cursor-background": "#ccdcee",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-foreground": "#1f2328",
        "block-cursor-blurred-background": "#dfe4e8",
        "footer-key-foreground": "#85590b",
        "border": "#2a5b8a",
        "border-blurred": "#c4c0b4",
        "text-muted": "#535a62",
        "scrollbar": "#c4c0b4",
        "scrollbar-hover": "#b0ab9d",
        "scrollbar-active": "#2a5b8a",
        "scrollbar-background": "#fbfaf7",
        "scrollbar-background-hover": "#fbfaf7",
        "scrollbar-background-active": "#fbfaf7",
    },
)
HIGH_CONTRAST = Theme(
    name="briefing-high-contrast",
    primary="#66b3ff",
    secondary="#ffffff",
    accent="#ffd700",
    warning="#ffd700",
    error="#ff8080",
    success="#66ff66",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    variables={
        "block-cursor-foreground": "#000000",
        "block-cursor-background": "#ffffff",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-foreground": "#ffffff",
        "block-cursor-blurred-background": "#444444",
        "footer-key-foreground": "#ffd700",
        "border": "#ffffff",
        "border-blurred": "#b0b0b0",
        "text-muted": "#e0e0e0",
        "input-selection-background": "#ffd700",
        "input-selection-foreground": "#000000",
        "scrollbar": "#b0b0b0",
        "scrollbar-hover": "#ffffff",
        "scrollbar-active": "#ffd700",
        "scrollbar-background": "#000000",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
    },
)
TERMINAL = "ansi-dark"
"""Textual's own theme of the terminal's 16 colours."""

NAMED = {
    "dark": DARK.name,
    "light": LIGHT.name,
    "high-contrast": HIGH_CONTRAST.name,
    "terminal": TERMINAL,
}
"""The themes by the name that config.toml gives them."""
TITLES = {
    "dark": "Theme: dark",
    "light": "Theme: light",
    "high-contrast": "Theme: high contrast",
    "terminal": "Theme: the terminal’s own 16 colours",
}
