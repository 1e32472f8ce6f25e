"""Processes that are measured: they hold their data and take turns."""

import os
import statistics
import subprocess

ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


class Peer:
    """A process that answers each command, a line, with a line of numbers after '= '."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **ONE_THREAD},
        )

    def ask(self, *command):
        """The answer as words; RuntimeError with what the process said if it has ended."""
        try:
            self.process.stdin.write(" ".join(map(str, command)) + "\n")
            self.process.stdin.flush()
            for line in self.process.stdout:
                if line.startswith("= "):
                    return line[2:].split()
        except BrokenPipeError:
            pass
        raise RuntimeError(f"{self.name}: {complaint(self.process.stderr.read())}")

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.stderr.close()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def complaint(text):
    """The line of an error output that says what went wrong: the last that is not a place in the code."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("\t")]
    return lines[-1].strip() if lines else "it ended without a word"


def take_turns(turns, rounds, warm_up=3):
    """Calls the functions in `turns` one after the other, round by round; a list of results for each."""
    results = [[] for _ in turns]
    for round_number in range(warm_up + rounds):
        for turn, values in zip(turns, results):
            value = turn()
            if round_number >= warm_up:
                values.append(value)
    return results


def ratio(numerators, denominators):
    """The median over the rounds: what slows the machine for a while slows both."""
    return statistics.median(a / b for a, b in zip(numerators, denominators))
