"""How Piste is started: its distribution unpacked, its peer compiled."""

import os
import pathlib
import re
import shlex
import subprocess
import tarfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "perf"
HOME = WORK / "piste"
CLASSES = WORK / "classes"
# As bin/piste; the heap is larger since the sets are copied into arrays first.
FLAGS = (
    "--add-modules jdk.incubator.vector -XX:+UseTransparentHugePages -XX:+UseSerialGC -Xmn16m"
    " -XX:PretenureSizeThreshold=3m -Djava.awt.headless=true -XX:MaxRAMPercentage=60"
).split()


def tool(name):
    """A program of the JDK that JAVA_HOME names, else of the path."""
    return os.path.join(os.environ["JAVA_HOME"], "bin", name) if os.environ.get("JAVA_HOME") else name


def java(main, *arguments, flags=()):
    own = shlex.split(os.environ.get("JAVA_OPTS", ""))
    path = f"{CLASSES}{os.pathsep}{HOME}/lib/*"
    return [tool("java"), *FLAGS, *own, *flags, "-cp", path, f"io.github.piste.{main}", *arguments]


def version():
    """Of the Java, such as 17.0.15."""
    said = subprocess.run([tool("java"), "-version"], capture_output=True, text=True, check=True).stderr
    return re.search(r'"(.*?)"', said).group(1)


def prepare():
    """Unpacks the distribution and compiles src/perf/java against it."""
    archives = sorted(ROOT.glob("target/piste-[0-9]*.tar.gz"))
    if not archives:
        raise SystemExit("there is no target/piste-*.tar.gz; make it with: mvn -q package -DskipTests")
    subprocess.run(["rm", "-rf", HOME, CLASSES], check=True)
    with tarfile.open(archives[-1]) as archive:
        archive.extractall(WORK)
        top = archive.getnames()[0].split("/")[0]
    (WORK / top).rename(HOME)
    sources = sorted((ROOT / "src/perf/java").rglob("*.java"))
    subprocess.run(
        [tool("javac"), "--release", "17", "-d", CLASSES, "-cp", f"{HOME}/lib/*", *sources],
        check=True,
    )


def train(directory, *settings, config=None):
    """The command of a training; its run directory is directory/latest."""
    words = [HOME / "bin/piste", "train", *([config] if config else [])]
    for setting in (f"run.directory={directory}", *settings):
        words += ["-s", setting]
    return [str(word) for word in words]
