"""cstui: a call-centre floor in a terminal."""

__version__ = "0.1.0"
