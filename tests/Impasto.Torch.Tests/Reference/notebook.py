"""Losses of the first 60 steps of the notebook's recipe, computed by PyTorch itself.

Run once with PyTorch 1.13.0, torchvision 0.14.1 and Pillow 9.4.0 of Debian 12, from this folder:
    python3 notebook.py > notebook.txt
"""
import torch
from torchvision import transforms

import formula

LAYERS = {0: "conv1_1", 5: "conv2_1", 10: "conv3_1", 19: "conv4_1", 21: "conv4_2", 28: "conv5_1"}
WEIGHTS = {"conv1_1": 1.0, "conv2_1": 0.75, "conv3_1": 0.2, "conv4_1": 0.2, "conv5_1": 0.2}


def load(image, shape=None):
    size = shape if shape is not None else min(400, max(image.size))
    transform = transforms.Compose([
        transforms.Resize(size),
        transforms.ToTensor(),
        transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    ])
    return transform(image).unsqueeze(0)


def features(x, network):
    # Read before the ReLU, which works in place: what is compared later is what it left.
    found = {}
    for i, layer in enumerate(network):
        x = layer(x)
        if i in LAYERS:
            found[LAYERS[i]] = x
    return found


def gram(tensor):
    _, channels, height, width = tensor.shape
    flat = tensor.view(channels, height * width)
    return torch.mm(flat, flat.t())


torch.set_num_threads(1)
network = formula.network()
content = load(formula.content())
style = load(formula.style(), shape=content.shape[-2:])
content_features = features(content, network)
style_grams = {name: gram(value) for name, value in features(style, network).items()}
target = content.clone().requires_grad_(True)
optimizer = torch.optim.Adam([target], lr=0.003)
for step in range(60):
    target_features = features(target, network)
    content_loss = torch.mean((target_features["conv4_2"] - content_features["conv4_2"]) ** 2)
    style_loss = 0
    for name, weight in WEIGHTS.items():
        _, channels, height, width = target_features[name].shape
        difference = torch.mean((gram(target_features[name]) - style_grams[name]) ** 2)
        style_loss += weight * difference / (channels * height * width)
    total = 1 * content_loss + 1e6 * style_loss
    optimizer.zero_grad()
    total.backward()
    optimizer.step()
    print(f"{total.item():.9g} {content_loss.item():.9g} {style_loss.item():.9g}")
