"""`./bench NAME` runs one measurement. Each prints what it did and its ratios, measured in one run."""

from __future__ import annotations

import importlib
import sys

MEASUREMENTS = {"live": "200 open pages that ask for news: database connections, and what they cost other pages"}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in MEASUREMENTS:
        print("\n".join(f"./bench {name:10} {what}" for name, what in MEASUREMENTS.items()))
        return 2
    importlib.import_module(f"benchmarks.{arguments[0]}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
