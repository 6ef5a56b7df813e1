"""The colours of the book, in one place: names with a meaning, in the light and the dark theme.

A drawing is made with the hex value of the light theme and published with the CSS custom property
of the same name, so that one drawing serves both themes, print, and a browser without stylesheet.
"""

PALETTE = {
    "ink": ("#1f2328", "#e6eaf0"),
    "muted": ("#59636e", "#a9b1bd"),
    "grid": ("#d5dae0", "#39424e"),
    "background": ("#ffffff", "#121212"),
    "china": ("#b85207", "#f19a4b"),
    "vietnam": ("#00579a", "#71bfff"),
    "both": ("#6e757d", "#7c858e"),
    "problem": ("#7d0a4a", "#e25a98"),
    "china-fill": ("#f7dcc6", "#4a2c14"),
    "vietnam-fill": ("#d2e4f5", "#17354f"),
    "both-fill": ("#e4e7eb", "#353b42"),
    "problem-fill": ("#f3d2e2", "#50203a"),
}
"""Hex values in the light and in the dark theme, by name."""
_NAMES = {light: name for name, (light, _) in PALETTE.items()}


def drawn_with(name: str) -> str:
    """Return the hex value to draw with for a colour of the palette.

    >>> drawn_with("vietnam")
    '#00579a'
    """
    if name not in PALETTE:
        raise ValueError(f'colour "{name}": not in the palette: use one of {", ".join(PALETTE)}')
    return PALETTE[name][0]


def token(hexadecimal: str) -> str:
    """Return the CSS value that follows the theme, for a hex value that `drawn_with` gave.

    >>> token("#00579a")
    'var(--fig-vietnam, #00579a)'
    """
    return f"var(--fig-{_NAMES[hexadecimal]}, {hexadecimal})"
