"""The demo floor: made-up people and complaints in Chinese and English, in a folder that vanishes again."""

from .arrivals import Arrivals
from .folder import Demo, demo_floor
from .staging import SEED, build

__all__ = ["SEED", "Arrivals", "Demo", "build", "demo_floor"]
