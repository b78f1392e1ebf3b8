"""Reconciliation: speed, memory and quality on made-up books, beside a plain pandas merge.

Each line is measured in a process of its own, which makes the books first; the memory is the peak
of the whole process, the books included. Time is that of the processor.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10_000, 50_000, 200_000, 500_000)
AIM_LINES, AIM_SECONDS, AIM_MEGABYTES = 50_000, 10.0, 1024.0
AIM_PRECISION, AIM_RECALL = 0.999, 0.98
_RECALL_UP_TO = 50_000  # rivals are counted by force, which takes longer than the matching

HEAD = """| payments | bank lines | by | processor | of each line | memory | precision | recall | money lost | aims |
|---:|---:|---|---:|---:|---:|---:|---:|---:|---|"""  # noqa: E501


def measure(size: int, by: str, seed: int) -> dict[str, float]:
    """Make the books, match them, and judge the result."""
    from benchmarks.reconciling_books import make
    from benchmarks.reconciling_truth import Rows, score

    books = make(size, seed)
    groups: list[Rows]
    lost = Decimal(0)
    if by == "xlevent":
        from xlevent.compute.reconciling import reconcile

        gc.set_threshold(200_000, 50, 50)  # as the command does
        start = time.process_time()
        result = reconcile(books.payments, books.lines)
        seconds = time.process_time() - start
        groups = [(g.payments, g.lines) for g in result.groups]
        sums = result.sums.values()
        lost = abs(sum(p.amount for p in books.payments) - sum(s.paid for s in sums))
        lost += abs(sum(-b.amount for b in books.lines) - sum(s.bank for s in sums))
    else:
        import pandas as pd

        payments = pd.DataFrame(
            [(p.id, p.amount, p.day) for p in books.payments], columns=["id", "amount", "day"]
        )
        lines = pd.DataFrame(
            [(b.id, -b.amount, b.day) for b in books.lines], columns=["line", "amount", "day"]
        )
        start = time.process_time()
        merged = payments.merge(lines, on=["amount", "day"])
        seconds = time.process_time() - start
        pairs = zip(merged["id"], merged["line"], strict=True)
        groups = [((str(p),), (str(b),)) for p, b in pairs]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
    judged = score(books, groups, recall=size <= _RECALL_UP_TO)[0]
    return {
        "payments": len(books.payments), "lines": len(books.lines), "seconds": seconds,
        "megabytes": megabytes, "precision": judged.precision, "lost": float(lost),
        "recall": judged.recall if judged.decidable else -1.0,
    }  # fmt: skip


def row(by: str, found: dict[str, float]) -> str:
    """One line of the table."""
    lines, recall = int(found["lines"]), found["recall"]
    aims = ""
    if by == "xlevent":
        good = found["precision"] >= AIM_PRECISION and not found["lost"]
        good = good and (recall < 0 or recall >= AIM_RECALL)
        if AIM_LINES <= lines < 1.01 * AIM_LINES:
            good = good and found["seconds"] < AIM_SECONDS and found["megabytes"] < AIM_MEGABYTES
        aims = "met" if good else "missed"
    return (
        f"| {int(found['payments']):,} | {lines:,} | {by} | {found['seconds']:.2f} s "
        f"| {found['seconds'] / lines * 1e6:.0f} µs | {found['megabytes']:.0f} MB "
        f"| {found['precision']:.3%} | {'' if recall < 0 else f'{recall:.2%}'} "
        f"| {found['lost'] if by == 'xlevent' else ''} | {aims} |"
    )


def main(arguments: list[str] | None = None) -> None:
    """Print the table: both ways, all sizes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reconciling", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one", nargs=2, metavar=("LINES", "BY"), help="one measurement, as JSON")
    options = parser.parse_args(arguments)
    if options.one:
        print(json.dumps(measure(int(options.one[0]), options.one[1], options.seed)))
        return
    print(
        f"Aims: precision >= {AIM_PRECISION:.1%}, recall >= {AIM_RECALL:.0%}, no money lost; "
        f"{AIM_LINES:,} lines in < {AIM_SECONDS:g} s and {AIM_MEGABYTES:g} MB.\n\n{HEAD}"
    )
    for size in options.sizes:
        for by in ("pandas merge", "xlevent"):
            command = [sys.executable, "-m", "benchmarks.reconciling", "--one", str(size), by,
                       "--seed", str(options.seed)]  # fmt: skip
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}")
            print(row(by, json.loads(done.stdout.splitlines()[-1])), flush=True)


if __name__ == "__main__":
    main()
