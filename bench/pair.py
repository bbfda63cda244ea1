#!/usr/bin/env python3
"""Times two commands against each other: A B A B …, each a whole process, and prints the medians.

usage: bench/pair.py RUNS LABEL_A LABEL_B [LEAST] -- COMMAND_A… -- COMMAND_B…

LEAST: exits 1 where A is not so many times as fast as B, by wall time.

Wall time is from before fork to after wait, CPU time is the kernel's count of user and system time of the process and
its children. A run that ends with an exit code other than 0 or 1 (findings) stops the measurement. stdout is dropped.
"""
import os
import statistics
import sys
import time


def once(command: list[str], null: int) -> tuple[float, float]:
    actions = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1)]
    begin = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - begin
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit(f"pair.py: {' '.join(command[:3])} … ended with {code}; nothing was measured")
    return wall, usage.ru_utime + usage.ru_stime


def split(arguments: list[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for argument in arguments:
        if argument == "--" and len(parts) < 3:
            parts.append([])
        else:
            parts[-1].append(argument)
    return parts


def main() -> int:
    parts = split(sys.argv[1:])
    if len(parts) != 3 or len(parts[0]) not in (3, 4) or not parts[0][0].isdecimal() or not all(parts):
        print(__doc__, file=sys.stderr)
        return 2
    runs, names, commands = int(parts[0][0]), parts[0][1:3], parts[1:]
    least = float(parts[0][3]) if len(parts[0]) == 4 else 0.0
    null = os.open(os.devnull, os.O_RDWR)
    for command in commands:  # once each beforehand, so that files and programs are in the page cache
        once(command, null)
    samples: list[list[tuple[float, float]]] = [[], []]
    for _ in range(max(1, runs)):
        for kept, command in zip(samples, commands):
            kept.append(once(command, null))
    medians = [[statistics.median(column) for column in zip(*kept)] for kept in samples]
    for name, (wall, cpu) in zip(names, medians):
        print(f"  {name:<12} wall {wall * 1e3:9.2f} ms   cpu {cpu * 1e3:9.2f} ms")
    # CPU time below the kernel's resolution can be 0.
    ratios = [b / a if a > 0 else float("inf") for a, b in zip(*medians)]
    print(f"  {names[1]} / {names[0]}: wall {ratios[0]:.1f} x, cpu {ratios[1]:.1f} x (medians of {max(1, runs)} runs each)")
    if ratios[0] < least:
        print(f"  {names[0]} is less than {least:g} times as fast as {names[1]}", file=sys.stderr)
        return 1
    return 0


sys.exit(main())
