"""The small network and the pictures of the references, from a formula that ReferenceNetwork.cs follows, too.

Weights are a linear congruential generator's states as fractions of 2^32 less one half, times a scale taken in double
precision, rounded to single: nothing depends on a library's random numbers.
"""
import math

import numpy
import torch
from PIL import Image

CHANNELS = [16, 16, 32, 32, 64, 64, 64, 64, 64, 64, 64, 64, 64]
POOL_BEFORE = {2, 4, 8, 12}


class Stream:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (1664525 * self.state + 1013904223) % 2**32
        return self.state

    def values(self, count, scale):
        return numpy.array([(self.next() / 2**32 - 0.5) * scale for _ in range(count)], dtype=numpy.float32)


def network():
    """VGG-19's layers up to relu5_1 with torchvision's numbers: 0 is conv1_1, 28 is conv5_1."""
    stream, layers, inputs = Stream(1), [], 3
    for i, outputs in enumerate(CHANNELS):
        if i in POOL_BEFORE:
            layers.append(torch.nn.MaxPool2d(2, 2))
        convolution = torch.nn.Conv2d(inputs, outputs, 3, padding=1)
        scale = math.sqrt(12.0) * math.sqrt(2.0 / (9 * inputs))
        kernel = stream.values(outputs * inputs * 9, scale).reshape(outputs, inputs, 3, 3)
        convolution.weight.data = torch.from_numpy(kernel)
        convolution.bias.data = torch.from_numpy(stream.values(outputs, 0.3))
        layers += [convolution, torch.nn.ReLU(inplace=True)]
        inputs = outputs
    for layer in layers:
        layer.requires_grad_(False)
    return torch.nn.Sequential(*layers)


def picture(width, height, seed, product):
    """Bands or hyperbolas with a little noise, 8 bits."""
    stream = Stream(seed)
    pixels = numpy.zeros((height, width, 3), dtype=numpy.uint8)
    for y in range(height):
        for x in range(width):
            for c in range(3):
                wave = x * y if product else 5 * x + 3 * y
                pixels[y, x, c] = (wave + 60 * c + (stream.next() >> 28)) % 256
    return Image.fromarray(pixels)


def content():
    return picture(40, 27, 2, product=False)


def style():
    return picture(33, 45, 3, product=True)
