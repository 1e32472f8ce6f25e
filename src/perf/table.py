"""The one table that comes out, as text and as Markdown."""

import statistics

HEAD = ("what", "Piste", "beside it", "ratio", "target", "reached")


def milliseconds(values):
    value = statistics.median(values)
    if value >= 1000:
        return f"{value / 1000:.2f} s"
    return f"{value:.3g} ms" if value < 100 else f"{value:.0f} ms"


class Table:
    def __init__(self):
        self.rows = []

    def faster(self, what, own, name, other, ratio, target):
        """Times of both; the ratio says how many times faster Piste is."""
        reached = "" if target is None else "yes" if ratio >= target else "no"
        wanted = "" if target is None else f"{target:g}x"
        self.add(what, milliseconds(own), f"{name} {milliseconds(other)}", f"{ratio:.2f}x", wanted, reached)

    def add(self, *cells):
        self.rows.append(cells)
        print("  ".join(cell for cell in cells if cell), flush=True)

    def text(self):
        table = [HEAD, *self.rows]
        widths = [max(len(row[k]) for row in table) for k in range(len(HEAD))]
        return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths)).rstrip() for row in table)

    def markdown(self):
        lines = [HEAD, ("---",) * len(HEAD), *self.rows]
        return "\n".join("| " + " | ".join(row) + " |" for row in lines)
