"""How fast it is on this machine: python -m tests.bench [NAME…], through `make bench`. It decides nothing.

Each module tests/bench/bench_NAME.py has `run() -> list[Row]`. It finds servers that keep what they were told.
"""

import json
import os
import platform
import sys
import traceback
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
RESULT = HERE.parent.parent / "bench.json"
HEADINGS = ("what", "ours", "bare", "ratio", "unit", "target", "is_met")


def main(chosen: list[str]) -> int:
    import django
    from django.core.management import call_command

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    names = [path.stem for path in sorted(HERE.glob("bench_*.py"))]
    names = [name for name in names if not chosen or name.removeprefix("bench_") in chosen]
    rows, failed = [], []
    for name in names:
        print(f"{name} …", flush=True)
        call_command("migrate", verbosity=0)
        call_command("flush", verbosity=0, interactive=False)
        try:
            rows += import_module(f"tests.bench.{name}").run()
        except Exception:
            traceback.print_exc()
            failed.append(name)
    show(rows)
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
    report = {"machine": machine, "failed": failed, "rows": [{**asdict(row), "ratio": row.ratio} for row in rows]}
    RESULT.write_text(json.dumps(report, indent=2) + "\n")
    print(f"\nWritten to {RESULT}" + (f"; these could not be measured: {', '.join(failed)}" if failed else ""))
    return 1 if failed or not rows else 0


def show(rows: list) -> None:
    table = [HEADINGS, *([_cell(getattr(row, name)) for name in HEADINGS] for row in rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(HEADINGS))]
    print()
    for line in table:
        cells = (
            cell.rjust(width) if HEADINGS[column] in {"ours", "bare", "ratio"} else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  ".join(cells).rstrip())


def _cell(value: float | str | bool | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"
    return value or ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
