#!/usr/bin/python3
"""Compares Piste with its peers: same data, one thread unless said, in turns; medians and ratios; one table.

    mvn -q package -DskipTests && src/perf/compare.py

needs a C compiler, NumPy, scikit-learn, PyTorch, pandas and R with data.table (Debian: gcc python3-numpy python3-sklearn
python3-torch python3-pandas r-cran-data.table) and, for Tribuo, Maven; a comparison whose peer is missing is left out
with a word. JAVA_HOME chooses the Java, JAVA_OPTS adds flags (-Dpiste.kernel=scalar measures the JVM of an embedder
without the Vector API).
The data (1.3 GB) are made once in target/perf; the table is written there too, as table-<Java version>.txt and .md.
"""

import argparse
import dataclasses
import datetime
import os
import platform
import statistics
import subprocess
import sys

import piste
import programs
from peer import Peer, ratio, take_turns
from table import Table, milliseconds

PEERS = piste.ROOT / "src/perf/peers"
BANDWIDTH = piste.WORK / "bandwidth"
RATE = 1e-5  # of plain descent: so small that it does not arrive, and end, before its last epoch
TOLERANCE = 1.001
EPOCHS = 20  # of steps of single rows and of mini-batches: as many as a run makes by default
MOST_EPOCHS = {"m20": 100, "l500": 30}  # after which "never" is said of a peer


@dataclasses.dataclass(frozen=True)
class Data:
    """Normal columns of variance 1, correlated so that plain descent takes some dozen epochs; y = x w + b + noise."""

    name: str
    n: int
    d: int
    condition: float
    noise: float = 1
    form: str = "raw"

    @property
    def folder(self):
        return piste.WORK / "data" / f"{self.n}x{self.d}-{self.condition}"

    @property
    def csv(self):
        return self.folder / "rows.csv"

    @property
    def shape(self):
        return str(self.folder), str(self.n), str(self.d)

    @property
    def bytes(self):
        return self.n * (self.d + 1) * 8

    def passes(self, seconds):
        """How many passes over the rows take about so long."""
        return max(2, round(seconds * 25e9 / self.bytes))

    def make(self):
        if not (self.folder / "y.f64").exists():
            print(f"making {self.name}, {self.n} x {self.d}", flush=True)
            shape = (str(self.n), str(self.d), str(self.noise), str(self.condition))
            subprocess.run(
                piste.java("perf.RawRows", str(self.folder), *shape, self.form), check=True, stderr=subprocess.DEVNULL
            )


def sets(quick):
    scale = 10 if quick else 1
    return (
        Data("s10", 100_000 // scale, 10, 5),
        Data("m20", 1_000_000 // scale, 20, 5, form="csv"),
        Data("l500", 200_000 // scale, 500, 20),
    )


def own(data=None, flags=()):
    return Peer("Piste", piste.java("perf.PistePeer", *(data.shape if data else ()), flags=flags))


def python(name, data=None):
    return Peer(name, [sys.executable, PEERS / f"{name}_peer.py", *(data.shape if data else ())])


def bandwidth(data):
    return Peer("bandwidth", [BANDWIDTH, data.bytes])


def number(peer, *command):
    return lambda: float(peer.ask(*command)[0])


def batch(table, options, data, targets):
    epochs = data.passes(0.3)
    with own(data) as mine, python("numpy", data) as numpy, python("torch", data) as torch:
        turns = [number(peer, "batch", epochs, RATE) for peer in (mine, numpy, torch)]
        times = take_turns(turns, options.rounds)
        for name, other, target in zip(("NumPy", "PyTorch"), times[1:], targets):
            table.faster(f"batch epoch, {data.name}", times[0], name, other, ratio(other, times[0]), target)


def precision(table, options, data):
    """What rounding the columns to floats does to the time of a pass."""
    epochs = data.passes(0.3)
    with own(data) as mine:
        turns = [number(mine, what, epochs, RATE) for what in ("single", "batch")]
        single, double = take_turns(turns, options.rounds)
    what = f"batch epoch, {data.name}, data.precision = single"
    table.faster(what, single, "double", double, ratio(double, single), None)


def share(table, options, data, threads, target):
    """Of the read bandwidth measured beside it, counting the bytes stored: rows and targets."""
    passes = data.passes(0.3) * threads
    with own(data) as mine, bandwidth(data) as limit:
        times, read = take_turns(
            [number(mine, "threads", passes, RATE, threads), number(limit, "read", threads, passes)], options.rounds
        )
    reached = [data.bytes / time / 1e6 for time in times]
    part = ratio(reached, read)
    table.add(
        f"share of the read bandwidth, batch, {data.name}, {threads} thread{'s' if threads > 1 else ''}",
        f"{milliseconds(times)}, {statistics.median(reached):.1f} GB/s",
        f"{statistics.median(read):.1f} GB/s",
        f"{part:.0%}",
        f"{target:.0%}",
        "yes" if part >= target else "no",
    )


def stochastic(table, options, data, targets):
    with own(data) as mine, python("sklearn", data) as sklearn:
        orders = ("random", "blocks")
        turns = [number(mine, "stochastic", EPOCHS, RATE, order) for order in orders]
        times = take_turns([*turns, number(sklearn, "stochastic", EPOCHS, RATE)], max(3, options.rounds // 2), 1)
        for order, time, target in zip(orders, times, targets):
            what = f"stochastic epoch, {data.name}, {order} order"
            table.faster(what, time, "SGDRegressor", times[2], ratio(times[2], time), target)


def tribuo(table, options, data):
    """Tribuo's time grows with the epochs alone: four tell it."""
    prepare = ["mvn", "-q", "-B", "-f", piste.ROOT / "src/perf/tribuo/pom.xml", "compile"]
    if subprocess.run(prepare, stdout=subprocess.DEVNULL, check=False).returncode != 0:
        raise RuntimeError("Tribuo could not be had from Maven Central")
    path = f"{piste.WORK}/tribuo/classes{os.pathsep}{piste.WORK}/tribuo/lib/*"
    command = [piste.tool("java"), *piste.FLAGS, "-cp", path, "TribuoPeer", *data.shape]
    with own(data) as mine, Peer("Tribuo", command) as other:
        orders = ("random", "blocks")
        turns = [number(mine, "stochastic", EPOCHS, RATE, order) for order in orders]
        times = take_turns([*turns, number(other, "stochastic", 4, RATE)], min(3, options.rounds), 1)
        for order, time in zip(orders, times):
            what = f"stochastic epoch, {data.name}, {order} order"
            table.faster(what, time, "Tribuo", times[2], ratio(times[2], time), None)


def random_reads(table, options, data):
    """What a program in C without prefetches waits for that only reads the rows in random order."""
    passes = data.passes(0.3)
    with own(data) as mine, bandwidth(data) as limit:
        turns = [
            number(mine, "stochastic", EPOCHS, RATE, "random"),
            number(mine, "mini-batch", EPOCHS, RATE, "random", 4096),
            number(limit, "rows", data.d + 1, passes),
        ]
        *times, read = take_turns(turns, max(3, options.rounds // 2), 1)
        for what, time in zip(("stochastic", "mini-batch 4096"), times):
            reading = f"only reading the rows, C {milliseconds(read)}"
            table.add(f"{what}, epoch, {data.name}, random order", milliseconds(time), reading, f"{ratio(read, time):.2f}x", "", "")


def mini_batch(table, options, data, size, target):
    with own(data) as mine, python("torch", data) as torch:
        orders = ("random", "blocks")
        turns = [number(mine, "mini-batch", EPOCHS, RATE, order, size) for order in orders]
        times = take_turns([*turns, number(torch, "mini-batch", 1, RATE, size)], max(2, options.rounds // 2), 1)
        for order, time in zip(orders, times):
            what = f"mini-batch {size}, epoch, {data.name}, {order} order"
            table.faster(what, time, "PyTorch", times[2], ratio(times[2], time), target)


def way(times, loop, epochs):
    """How Piste arrived, in words: the whole time, and that of the loop without what comes before."""
    if epochs[0] < 0:
        return "not reached"
    return f"{milliseconds(times)} (loop {milliseconds(loop)}), {epochs[0]:.0f} epochs"


def roomy(data):
    """A heap of four times the data, so that what is made of them finds the room that the last one has left."""
    return f"-Xmx{4 * data.bytes >> 20}m"


def trainings(data):
    """One after the other."""
    return own(data, flags=(roomy(data),))


def batch_reach(table, options, data, target):
    with trainings(data) as mine, python("numpy", data) as numpy:
        limit = TOLERANCE * float(numpy.ask("optimum")[0])
        own_answer = lambda: list(map(float, mine.ask("reach", "batch", "none", limit)))
        other_answer = lambda: list(map(float, numpy.ask("reach", limit, 10_000)))
        answers, others = take_turns([own_answer, other_answer], options.rounds)
    times, loop, epochs = zip(*answers)
    other_times, other_epochs = zip(*others)
    factor = ratio(other_times, times)
    table.add(
        f"batch to {TOLERANCE} x the optimum, {data.name}",
        way(times, loop, epochs),
        f"NumPy {milliseconds(other_times)}, {other_epochs[0]:.0f} epochs",
        f"{factor:.2f}x",
        f"{target:g}x",
        "yes" if epochs[0] >= 0 and factor >= target else "no",
    )


def stochastic_reach(table, options, data, target):
    """Without a target for the ratio it is to be there within five epochs."""
    with python("numpy", data) as numpy:
        limit = TOLERANCE * float(numpy.ask("optimum")[0])
    with trainings(data) as mine, python("sklearn", data) as sklearn:
        answers = take_turns(
            [lambda: list(map(float, mine.ask("reach", "stochastic", "standard", limit)))], min(5, options.rounds), 1
        )[0]
        other, other_epochs = map(float, sklearn.ask("reach", limit, MOST_EPOCHS[data.name]))
    times, loop, epochs = zip(*answers)
    arrived = epochs[0] >= 0
    never = other_epochs < 0
    factor = other / statistics.median(times)
    beside = f"{'not in ' + str(MOST_EPOCHS[data.name]) if never else f'{other_epochs:.0f}'} epochs"
    if target is None:
        wanted, reached = "within 5 epochs", arrived and epochs[0] <= 5
    else:
        wanted, reached = f"{target:g}x", arrived and factor >= target
    table.add(
        f"stochastic to {TOLERANCE} x the optimum, {data.name}, defaults",
        way(times, loop, epochs),
        f"scikit-learn's defaults {milliseconds([other])}, {beside}",
        f"{'more than ' if never else ''}{factor:.1f}x" if arrived else "",
        wanted,
        "yes" if reached else "no",
    )


def csv(table, options, data):
    fread = lambda: Peer("fread", ["Rscript", "--vanilla", PEERS / "fread_peer.R"])
    room = (roomy(data),)
    one_core = ("-XX:ActiveProcessorCount=1", *room)
    with own(flags=one_core) as one, own(flags=room) as all_cores, fread() as r, python("pandas") as pandas:
        turns = [
            number(one, "csv", data.csv),
            number(r, "csv", data.csv, 1),
            number(pandas, "csv", data.csv),
            number(all_cores, "csv", data.csv),
            number(r, "csv", data.csv, os.cpu_count()),
        ]
        first = [turn() for turn in turns]  # also brings the file into memory
        times = take_turns(turns, options.rounds)
    size = f"CSV {data.csv.stat().st_size / 1e6:.0f} MB"
    threads = f"{os.cpu_count()} threads"
    table.faster(f"{size}, 1 thread", times[0], "fread", times[1], ratio(times[1], times[0]), 1.3)
    table.faster(f"{size}, 1 thread", times[0], "pandas", times[2], ratio(times[2], times[0]), 4)
    table.faster(f"{size}, {threads}", times[3], "fread", times[4], ratio(times[4], times[3]), 1.3)
    table.faster(f"{size}, {threads}, first of a process", first[3:4], "fread", first[4:], first[4] / first[3], None)


def comparisons(table, options):
    """Everything that can be measured: a name to choose it by, and how."""
    s10, m20, l500 = sets(options.quick)
    newer = int(piste.version().split(".")[0]) > 17
    yield "batch", lambda: batch(table, options, s10, (3, None))
    yield "batch", lambda: batch(table, options, m20, (2.2 if newer else 2.0, 3))
    yield "batch", lambda: batch(table, options, l500, (2.8, 2.8) if newer else (2.6, 2.6))
    yield "precision", lambda: precision(table, options, m20)
    yield "precision", lambda: precision(table, options, l500)
    yield "bandwidth", lambda: share(table, options, m20, 1, 0.95)
    yield "bandwidth", lambda: share(table, options, l500, 1, 0.85)
    yield "threads", lambda: share(table, options, m20, 2, 0.9)
    yield "threads", lambda: share(table, options, l500, 2, 0.9)
    yield "threads", lambda: programs.threads(table, m20, options.epochs(1000), min(3, options.rounds))
    yield "batch-reach", lambda: batch_reach(table, options, m20, 4)
    yield "stochastic", lambda: stochastic(table, options, m20, (5 if newer else 4, 15))
    yield "stochastic", lambda: stochastic(table, options, l500, (3, 6))
    yield "tribuo", lambda: tribuo(table, options, m20)
    yield "stochastic-reach", lambda: stochastic_reach(table, options, m20, 50)
    yield "stochastic-reach", lambda: stochastic_reach(table, options, l500, None)
    for size in (32, 256, 4096):
        yield "mini-batch", lambda size=size: mini_batch(table, options, m20, size, 10)
    yield "random-reads", lambda: random_reads(table, options, m20)
    yield "random-reads", lambda: random_reads(table, options, l500)
    yield "sinks", lambda: programs.sinks(table, m20, options.epochs(5000), min(3, options.rounds), 1.02)
    yield "sinks", lambda: programs.sinks(table, s10, options.epochs(150_000), min(3, options.rounds), 1.05)
    yield "memory", lambda: programs.memory(table, m20, min(3, options.rounds))
    yield "csv", lambda: csv(table, options, m20)
    yield "start-up", lambda: programs.start_up(table, options.rounds)


def machine():
    """What it was measured on."""
    said = subprocess.run(["lscpu"], capture_output=True, text=True, check=False).stdout
    models = [line.split(":")[1].strip() for line in said.splitlines() if line.startswith("Model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with own() as mine:
        kernel = mine.ask("kernel")[0]
    return (
        f"{datetime.date.today()}: {os.cpu_count()} cores of {models[0] if models else platform.processor()},"
        f" {memory:.0f} GiB, {platform.system()}, JDK {piste.version()}, kernel {kernel},"
        f" load {os.getloadavg()[0]:.1f} at the start; {versions()}"
    )


def versions():
    said = []
    for name, module in (("NumPy", "numpy"), ("PyTorch", "torch"), ("scikit-learn", "sklearn"), ("pandas", "pandas")):
        asked = [sys.executable, "-c", f"import {module}; print({module}.__version__)"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        said.append(f"{name} {done.stdout.strip() or 'missing'}")
    asked = ["Rscript", "--vanilla", "-e", "cat(format(packageVersion('data.table')))"]
    try:
        said.append(f"data.table {subprocess.run(asked, capture_output=True, text=True, check=False).stdout or 'missing'}")
    except FileNotFoundError:
        said.append("R missing")
    return ", ".join(said)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11, help="turns that count, of each side (11)")
    parser.add_argument("--quick", action="store_true", help="a tenth of the data and 3 rounds: does it work?")
    parser.add_argument("only", nargs="*", help="batch, precision, bandwidth, threads, batch-reach, stochastic, tribuo,"
                        " stochastic-reach, mini-batch, random-reads, sinks, memory, csv, start-up; all without")
    options = parser.parse_args()
    if options.quick:
        options.rounds = 3
    options.epochs = lambda full: full // 10 if options.quick else full
    return options


def main():
    options = arguments()
    piste.WORK.mkdir(parents=True, exist_ok=True)
    piste.prepare()
    compiler = ["gcc", "-O3", "-march=native", "-pthread", "-o", BANDWIDTH, PEERS / "bandwidth.c"]
    subprocess.run(compiler, check=True)
    for data in sets(options.quick):
        data.make()
    line = machine()
    print(line, flush=True)
    table = Table()
    for name, compare in comparisons(table, options):
        if not options.only or name in options.only:
            try:
                compare()
            except (RuntimeError, FileNotFoundError) as missing:
                table.add(name, "not measured", str(missing), "", "", "")
    for suffix, content in (("txt", table.text()), ("md", table.markdown())):
        file = piste.WORK / f"table-{piste.version()}.{suffix}"
        file.write_text(f"{line}\n\n{content}\n")
    print(f"\n{table.text()}\n\nalso in target/perf/table-{piste.version()}.txt and .md")


if __name__ == "__main__":
    main()
