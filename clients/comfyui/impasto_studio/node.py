"""The node: pictures in, pictures out, by an Impasto studio on this machine."""

import io
import os

import comfy.model_management
import comfy.utils
import numpy as np
import torch
from PIL import Image

from .studio import Studio

PRESETS = ["fine", "draft", "print", "notebook", "neural-style", "crowsonkb"]


class ImpastoStylize:
    """Repaints each picture of a batch in the manner of the paintings, one run of the studio after the other."""

    CATEGORY = "image/style"
    FUNCTION = "stylize"
    RETURN_TYPES = ("IMAGE",)

    @classmethod
    def INPUT_TYPES(cls):
        return {
            "required": {
                "content": ("IMAGE",),
                "style": ("IMAGE", {"tooltip": "One painting, or a batch of paintings with equal shares."}),
                "size": ("INT", {"default": 512, "min": 32, "max": 8192, "tooltip": "Longer side in pixels."}),
                "strength": ("FLOAT", {"default": 50, "min": 0, "max": 100, "step": 1}),
                "preset": (PRESETS,),
                "address": ("STRING", {"default": "http://127.0.0.1:5080"}),
            },
            "optional": {
                "steps": ("INT", {"default": 0, "min": 0, "max": 100000, "tooltip": "0 takes those of the preset."}),
                "token": ("STRING", {"default": "", "tooltip": "Saved with the workflow; IMPASTO_TOKEN is not."}),
            },
        }

    def stylize(self, content, style, size, strength, preset, address, steps=0, token=""):
        """Tensors of pictures x rows x columns x 3, values 0 to 1, as all images of ComfyUI."""
        studio = Studio(address, token or os.environ.get("IMPASTO_TOKEN", ""))
        options = {"size": size, "strength": strength, "preset": preset, "steps": steps or None}
        styles = [_to_png(painting) for painting in style]
        bar = comfy.utils.ProgressBar(len(content))

        def progress(index, step, total):
            bar.update_absolute(index * total + step, len(content) * total)
            # Raises if the user pressed Cancel, which cancels the run.
            comfy.model_management.throw_exception_if_processing_interrupted()

        made = [
            _from_png(studio.paint(
                _to_png(picture), styles, options, lambda step, total: progress(index, step, max(1, total))))
            for index, picture in enumerate(content)
        ]
        return (torch.stack(made),)


def _to_png(picture):
    values = np.clip(np.rint(picture.cpu().numpy() * 255), 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(values).save(file, "PNG")
    return file.getvalue()


def _from_png(png):
    image = Image.open(io.BytesIO(png)).convert("RGB")
    return torch.from_numpy(np.asarray(image).astype(np.float32) / 255)
