"""pandas.read_csv as it is."""

import pandas

from serve import millis, serve


def csv(file):
    return millis(lambda: pandas.read_csv(file))


serve(csv=csv)
