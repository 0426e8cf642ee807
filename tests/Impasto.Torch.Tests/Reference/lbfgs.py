"""Values that torch.optim.LBFGS passes on its way down a sum of rounded valleys, in double precision.

Run once with PyTorch 1.13.0 of Debian 12, from this folder:
    python3 lbfgs.py > ../../Impasto.Tests/Data/lbfgs.txt
"""
import torch

curvatures = torch.tensor([1, 2, 3, 5, 8, 13, 21, 34], dtype=torch.float64)
minimum = torch.arange(8, dtype=torch.float64) / 8


def evaluate():
    optimizer.zero_grad()
    distance = point - minimum
    value = (curvatures * (torch.sqrt(1 + distance**2) - 1)).sum() + ((point[1:] - point[:-1] - 0.25) ** 2).sum()
    value.backward()
    print(f"{history} {value.item():.12g}")
    return value


for history in (100, 3):
    point = torch.zeros(8, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [point], lr=0.75, max_iter=14, history_size=history, tolerance_change=-1, tolerance_grad=-1)
    optimizer.step(evaluate)
