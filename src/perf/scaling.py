#!/usr/bin/python3
"""Measures the time of an epoch against rows, features and threads, and has Piste draw it.

    mvn -q package -DskipTests && src/perf/scaling.py

writes scaling-rows.png, scaling-features.png and scaling-threads.png to src/docs/images; --quick takes a twentieth of the
rows and writes them to target/perf.
"""

import subprocess
import sys

import piste


def main():
    quick = "--quick" in sys.argv[1:]
    piste.WORK.mkdir(parents=True, exist_ok=True)
    piste.prepare()
    folder = piste.WORK if quick else piste.ROOT / "src/docs/images"
    subprocess.run(piste.java("plot.ScalingCurves", str(folder), "20" if quick else "1"), check=True)


if __name__ == "__main__":
    main()
