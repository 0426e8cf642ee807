"""Impasto for ComfyUI: a node that repaints pictures in the manner of a painting."""

from .node import ImpastoStylize

NODE_CLASS_MAPPINGS = {"ImpastoStylize": ImpastoStylize}
NODE_DISPLAY_NAME_MAPPINGS = {"ImpastoStylize": "Impasto stylize"}
