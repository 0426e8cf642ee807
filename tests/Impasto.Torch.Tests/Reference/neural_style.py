"""Losses of the first 20 evaluations of neural-style-pt's defaults from the content, computed by PyTorch itself.

Run once with PyTorch 1.13.0, torchvision 0.14.1 and Pillow 9.4.0 of Debian 12, from this folder:
    python3 neural_style.py > neural_style.txt
    python3 neural_style.py double > neural_style_double.txt
    python3 neural_style.py start > neural_style_start.txt
The last starts from another picture, so that all terms are large from the first evaluation on.
"""
import sys

import torch
from torchvision import transforms

import formula

STYLE, CONTENT = [1, 6, 11, 20, 29], [22]
DOUBLE = sys.argv[1:] == ["double"]


def load(image, size=48):
    size = tuple(int(float(size) / max(image.size) * side) for side in (image.height, image.width))
    x = transforms.Compose([transforms.Resize(size), transforms.ToTensor()])(image) * 255
    x = transforms.Normalize([103.939, 116.779, 123.68], [1, 1, 1])(x[[2, 1, 0]]).unsqueeze(0)
    return x.double() if DOUBLE else x


def run(x):
    grams, maps = [], []
    for i, layer in enumerate(network):
        x = layer(x)
        if i in STYLE:
            flat = x.view(x.shape[1], -1)
            grams.append(torch.mm(flat, flat.t()) / x.nelement())
        if i in CONTENT:
            maps.append(x)
    return grams, maps


def evaluate():
    optimizer.zero_grad()
    grams, maps = run(image)
    content_loss = sum(torch.nn.functional.mse_loss(a, b) for a, b in zip(maps, target_maps))
    style_loss = sum(torch.nn.functional.mse_loss(a, b) for a, b in zip(grams, target_grams))
    tv = (image[:, :, 1:] - image[:, :, :-1]).abs().sum() + (image[..., 1:] - image[..., :-1]).abs().sum()
    total = 5 * content_loss + 100 * style_loss + 1e-3 * tv
    total.backward()
    print(f"{total.item():.9g} {content_loss.item():.9g} {style_loss.item():.9g} {tv.item():.9g}")
    return total


torch.set_num_threads(1)
network = formula.network()
if DOUBLE:
    network = network.double()
content = load(formula.content())
target_maps, target_grams = run(content)[1], run(load(formula.style()))[0]
start = load(formula.picture(48, 32, 4, product=True)) if sys.argv[1:] == ["start"] else content
image = start.clone().requires_grad_(True)
optimizer = torch.optim.LBFGS([image], max_iter=20, tolerance_change=-1, tolerance_grad=-1)
optimizer.step(evaluate)
