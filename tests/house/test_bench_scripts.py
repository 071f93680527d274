#!/usr/bin/env python3
"""test_bench_scripts.py - every script of the benchmarks says what it is for, and does nothing else."""
import os
import pathlib
import subprocess
import sys
import tempfile

BENCH = pathlib.Path(os.environ["NH_SOURCE"]) / "tests/bench"


def fault_of(script, folder):
    """What is wrong with the script's --help, or nothing."""
    done = subprocess.run([sys.executable, script, "--help"], cwd=folder, text=True,
                          capture_output=True, timeout=60, check=False)
    if done.returncode != 0 or done.stderr:
        return f"ends with {done.returncode}: {done.stderr[-300:]}"
    if not done.stdout.startswith("usage: ") or f"tests/bench/{script.name} - " not in done.stdout:
        return f"says {done.stdout[:300]}"
    return f"leaves {os.listdir(folder)}" if os.listdir(folder) else ""


def main():
    scripts = sorted(BENCH.glob("*.py"))
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="newshound-bench.") as folder:
        for script in scripts:
            fault = fault_of(script, folder)
            if fault:
                wrong += 1
                print(f"{script.name} --help {fault}")
    return 1 if wrong or not scripts else 0


if __name__ == "__main__":
    sys.exit(main())
