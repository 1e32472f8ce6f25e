"""scikit-learn's SGDRegressor: epochs at a constant rate, and its defaults up to a mean squared error."""

import numpy as np
from sklearn.linear_model import SGDRegressor

from serve import millis, rows, serve

x, y = rows()


def stochastic(epochs, rate):
    # Its loss is half the squared error: twice the rate makes the same steps.
    model = SGDRegressor(
        penalty=None,
        learning_rate="constant",
        eta0=2 * float(rate),
        max_iter=int(epochs),
        tol=None,
        random_state=1,
    )
    return millis(lambda: model.fit(x, y)) / int(epochs)


def reach(limit, epochs):
    """Time and epochs to a loss at or below a limit, or to the last epoch and -1; evaluated while the clock stands still."""
    model = SGDRegressor(random_state=1)
    total = 0
    for epoch in range(int(epochs)):
        total += millis(lambda: model.partial_fit(x, y))
        if np.mean((x @ model.coef_ + model.intercept_ - y) ** 2) <= float(limit):
            return total, epoch + 1
    return total, -1


serve(stochastic=stochastic, reach=reach)
