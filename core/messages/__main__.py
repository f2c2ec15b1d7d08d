"""`scripts/messages extract | compile | check`."""

from __future__ import annotations

import argparse
import sys

from core.messages.catalogue import ROOT, catalogue_files, compile_catalogues, updated


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 1 when the check found a fault."""
    parser = argparse.ArgumentParser(prog="scripts/messages", description=__doc__)
    parser.add_argument("command", choices=["extract", "compile", "check"])
    command = parser.parse_args(arguments).command
    return {"extract": _extract, "compile": _compile, "check": _check}[command]()


def _extract() -> int:
    from core.messages.extraction import collect

    collected = collect()
    for path in catalogue_files():
        new = updated(path, collected)
        if new != path.read_bytes():
            path.write_bytes(new)
            _say(f"{path.relative_to(ROOT)} written")
    return 0


def _compile() -> int:
    for path in compile_catalogues():
        _say(f"{path.relative_to(ROOT)} written")
    return 0


def _check() -> int:
    from core.messages.checks import check

    faults, warnings = check()
    for warning in warnings:
        _say(f"warning: {warning}")
    for fault in faults:
        _say(str(fault))
    _say(f"messages: {len(faults)} faults, {len(warnings)} warnings")
    return 1 if faults else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
