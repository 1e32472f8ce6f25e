"""Whole programs: bin/piste as it is started by anybody."""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import time

import piste
from peer import complaint, ratio, take_turns

LOGS = piste.WORK / "logs"
SINKS_OFF = ("observe.plots.enabled=false", "observe.checkpoint.enabled=false", "observe.metrics.every=1d")
SECONDS_TO_SAMPLE = 0.005


def run(command, **options):
    """Runs to the end; RuntimeError with what it said if it failed."""
    done = subprocess.run(command, capture_output=True, text=True, cwd=piste.HOME, **options)
    if done.returncode != 0:
        raise RuntimeError(complaint(done.stderr))


def training(*settings):
    """Seconds that the loop took, and the loss where it ended."""
    shutil.rmtree(LOGS, ignore_errors=True)
    run(piste.train(LOGS, *settings))
    said = json.loads((LOGS / "latest/run.json").read_text())
    return said["seconds"], said["loss"]


def synthetic(data):
    return (
        "data.kind=synthetic",
        f"data.synthetic.rows={data.n}",
        f"data.synthetic.features={data.d}",
        f"data.synthetic.noise={data.noise}",
        f"data.synthetic.condition={data.condition}",
        "data.scaling=none",
    )


def small_steps(data, epochs):
    """A descent that does not end early."""
    return (
        *synthetic(data),
        f"train.epochs={epochs}",
        "train.learning-rate=1e-5",
        "train.gradient=streaming",
    )


def sinks(table, data, epochs, rounds, target):
    """Training with every sink on against none."""
    settings = small_steps(data, epochs)
    on, off = take_turns(
        [lambda: training(*settings)[0], lambda: training(*settings, *SINKS_OFF)[0]], rounds, warm_up=0
    )
    slower = ratio(on, off)
    table.add(
        f"training, {epochs} epochs of {data.name}, every sink on",
        f"{statistics.median(on):.2f} s",
        f"none {statistics.median(off):.2f} s",
        f"{slower:.3f}x",
        f"at most {target:g}x",
        "yes" if slower <= target else "no",
    )


def threads(table, data, epochs, rounds):
    """The same training on one thread and on two, and whether it ended at the same loss to the last bit."""
    settings = (*small_steps(data, epochs), *SINKS_OFF)
    one, two = take_turns(
        [lambda: training(*settings), lambda: training(*settings, "train.threads=2")], rounds, warm_up=0
    )
    one_seconds, two_seconds = ([seconds for seconds, _ in both] for both in (one, two))
    table.add(
        f"training, {epochs} epochs of {data.name}, 2 threads",
        f"{statistics.median(two_seconds):.2f} s",
        f"1 thread {statistics.median(one_seconds):.2f} s",
        f"{ratio(one_seconds, two_seconds):.2f}x",
        "same bits",
        "yes" if len({loss for _, loss in one + two}) == 1 else "no",
    )


def anonymous_megabytes(process):
    """Memory without pages of files."""
    try:
        status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    except FileNotFoundError:
        return 0
    kilobytes = {line.split(":")[0]: line.split()[1] for line in status.splitlines() if line.startswith("Rss")}
    return (int(kilobytes.get("RssAnon", 0)) + int(kilobytes.get("RssShmem", 0))) / 1e3 * 1.024


def peak_megabytes(*settings):
    shutil.rmtree(LOGS, ignore_errors=True)
    process = subprocess.Popen(
        piste.train(LOGS, *settings),
        cwd=piste.HOME,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, anonymous_megabytes(process))
        time.sleep(SECONDS_TO_SAMPLE)
    if process.returncode != 0:
        raise RuntimeError(complaint(process.stderr.read()))
    return peak


def memory(table, data, rounds):
    """Peak memory of a training on the CSV file."""
    raw = data.n * (data.d + 1) * 8 / 1e6
    settings = ("data.kind=csv", f"data.path={data.csv}", "data.target=y", "train.epochs=200", "train.learning-rate=1e-3")
    for what, more, limit in (
        ("pictures off", ("observe.plots.enabled=false",), 100),
        ("every sink on", ("observe.plots.every=100ms",), 200),
    ):
        peak = statistics.median(peak_megabytes(*settings, *more) for _ in range(rounds))
        table.add(
            f"peak memory, {data.name} from CSV, {what}",
            f"{peak:.0f} MB",
            f"raw data {raw:.0f} MB",
            f"+{peak - raw:.0f} MB",
            f"at most +{limit} MB",
            "yes" if peak - raw <= limit else "no",
        )


def own_classes():
    """The classes that a start finds ready are those of the sample's first training, not of whatever was run before."""
    return {**os.environ, "XDG_CACHE_HOME": str(piste.WORK / "cache")}


def first_step():
    """Seconds from the JVM's start to the loop, which begins when its class is loaded."""
    log = piste.WORK / "classes.log"
    options = f"-Xlog:class+load:file={log}:uptime {os.environ.get('JAVA_OPTS', '')}"
    run(piste.train(LOGS, config="config/train.conf"), env={**own_classes(), "JAVA_OPTS": options})
    for line in log.read_text().splitlines():
        if "io.github.piste.train.BatchLoop " in line:
            return float(line[1:].split("s]")[0])
    raise RuntimeError("the log of loaded classes does not name the loop")


def whole():
    """Seconds of the whole command, pictures and page and all."""
    start = time.perf_counter()
    run(piste.train(LOGS, config="config/train.conf"), env=own_classes())
    return time.perf_counter() - start


def start_up(table, rounds):
    shutil.rmtree(piste.WORK / "cache", ignore_errors=True)
    all_of_it, first = take_turns([whole, first_step], rounds, warm_up=1)
    for what, seconds, limit in (
        ("start of the JVM to first step, sample", first, 0.5),
        ("whole train of the sample, with plots", all_of_it, 1.5),
    ):
        median = statistics.median(seconds)
        table.add(what, f"{median:.2f} s", "", "", f"at most {limit:g} s", "yes" if median <= limit else "no")
