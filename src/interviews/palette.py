"""The colours of the book, in one place: names with a meaning, in the light and the dark theme.

A drawing is made with the hex value of the light theme and published with the CSS custom property
of the same name, so that one drawing serves both themes, print, and a browser without stylesheet.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """Hex values of one colour in the light and in the dark theme."""

    light: str
    dark: str


PALETTE = {
    "ink": Colour("#1f2328", "#e6eaf0"),
    "muted": Colour("#59636e", "#a9b1bd"),
    "grid": Colour("#d5dae0", "#39424e"),
    "background": Colour("#ffffff", "#121212"),
    "china": Colour("#b85207", "#f19a4b"),
    "vietnam": Colour("#00579a", "#71bfff"),
    "both": Colour("#6e757d", "#7c858e"),
    "problem": Colour("#7d0a4a", "#e25a98"),
    "china-fill": Colour("#f7dcc6", "#4a2c14"),
    "vietnam-fill": Colour("#d2e4f5", "#17354f"),
    "both-fill": Colour("#e4e7eb", "#353b42"),
    "problem-fill": Colour("#f3d2e2", "#50203a"),
}
_NAMES = {colour.light: name for name, colour in PALETTE.items()}


class PaletteError(ValueError):
    """A colour that the palette does not have; the message lists those it has."""


def drawn_with(name: str) -> str:
    """Return the hex value to draw with for a colour of the palette.

    >>> drawn_with("vietnam")
    '#00579a'
    """
    if name not in PALETTE:
        raise PaletteError(f'colour "{name}": not in the palette: use one of {", ".join(PALETTE)}')
    return PALETTE[name].light


def token(hexadecimal: str) -> str:
    """Return the CSS value that follows the theme, for a hex value that `drawn_with` gave.

    >>> token("#00579a")
    'var(--fig-vietnam, #00579a)'
    """
    if hexadecimal not in _NAMES:
        raise PaletteError(f'"{hexadecimal}": drawn, and not in the palette: use drawn_with(name)')
    return f"var(--fig-{_NAMES[hexadecimal]}, {hexadecimal})"


def stylesheet() -> str:
    """Return the CSS rules that give the custom properties their values in both themes."""
    light = "\n".join(f"  --fig-{name}: {one.light};" for name, one in PALETTE.items())
    dark = "\n".join(f"  --fig-{name}: {one.dark};" for name, one in PALETTE.items())
    return f':root {{\n{light}\n}}\n\nhtml[data-theme="dark"] {{\n{dark}\n}}\n'
