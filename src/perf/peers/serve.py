"""What the Python peers share: the data of a set, and a loop that answers a command a line with a line of numbers."""

import sys
import time

import numpy as np


def rows():
    """The set that the arguments name (folder, rows, features): x [n, d] and y [n] in memory."""
    folder, n, d = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    return np.fromfile(folder + "/x.f64", "<f8").reshape(n, d), np.fromfile(folder + "/y.f64", "<f8")


def millis(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def serve(**commands):
    for line in sys.stdin:
        name, *arguments = line.split()
        answer = commands[name](*arguments)
        print("=", *(answer if isinstance(answer, tuple) else (answer,)), flush=True)
