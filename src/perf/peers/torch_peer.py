"""Batch and mini-batch descent in PyTorch: autograd and its SGD, double precision, rows in memory."""

import torch

from serve import millis, rows, serve

torch.set_num_threads(1)
x, y = map(torch.from_numpy, rows())
n, d = x.shape


class Linear:
    def __init__(self, rate):
        self.w = torch.zeros(d, dtype=torch.float64, requires_grad=True)
        self.b = torch.zeros((), dtype=torch.float64, requires_grad=True)
        self.sgd = torch.optim.SGD([self.w, self.b], lr=float(rate))

    def step(self, features, target):
        self.sgd.zero_grad()
        torch.nn.functional.mse_loss(features @ self.w + self.b, target).backward()
        self.sgd.step()


def batch(epochs, rate):
    model = Linear(rate)

    def work():
        for _ in range(int(epochs)):
            model.step(x, y)

    return millis(work) / int(epochs)


def mini_batch(epochs, rate, size):
    model = Linear(rate)

    def work():
        for _ in range(int(epochs)):
            for chosen in torch.randperm(n).split(int(size)):
                model.step(x[chosen], y[chosen])

    return millis(work) / int(epochs)


serve(**{"batch": batch, "mini-batch": mini_batch})
