"""The ComfyUI node against a studio. ComfyUI and PyTorch are stand-ins here; NumPy and Pillow are real."""

import os
import pathlib
import sys
import types
import unittest

try:
    import numpy as np
    import PIL  # noqa: F401
except ImportError:
    np = None

ADDRESS = os.environ.get("IMPASTO_TEST_ADDRESS", "")
TOKEN = os.environ.get("IMPASTO_TEST_TOKEN", "")


class Interrupted(Exception):
    pass


class Tensor:
    """As much of a PyTorch tensor as the node uses."""

    def __init__(self, values):
        self.values = values

    def cpu(self):
        return self

    def numpy(self):
        return self.values

    def __len__(self):
        return len(self.values)

    def __iter__(self):
        return (Tensor(value) for value in self.values)


def stand_ins(state):
    torch = types.ModuleType("torch")
    torch.from_numpy = Tensor
    torch.stack = lambda tensors: Tensor(np.stack([tensor.values for tensor in tensors]))
    comfy, utils, management = (types.ModuleType(name) for name in ("comfy", "comfy.utils", "comfy.model_management"))

    class ProgressBar:
        def __init__(self, total):
            state["bars"] = [total]

        def update_absolute(self, value, total):
            state["bars"].append((value, total))
            state["stop"] = state.get("stop_at", 10 ** 9) <= value

    def throw_exception_if_processing_interrupted():
        if state.get("stop"):
            raise Interrupted()

    utils.ProgressBar = ProgressBar
    management.throw_exception_if_processing_interrupted = throw_exception_if_processing_interrupted
    comfy.utils, comfy.model_management = utils, management
    return {"torch": torch, "comfy": comfy, "comfy.utils": utils, "comfy.model_management": management}


@unittest.skipUnless(ADDRESS and np, "needs IMPASTO_TEST_ADDRESS, NumPy and Pillow")
class NodeTest(unittest.TestCase):
    def setUp(self):
        self.state = {}
        sys.modules.update(stand_ins(self.state))
        for name in [name for name in sys.modules if name.startswith("impasto_studio")]:
            del sys.modules[name]
        sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "comfyui"))
        import impasto_studio
        self.node = impasto_studio.NODE_CLASS_MAPPINGS["ImpastoStylize"]
        values = np.random.default_rng(1).random((2, 40, 48, 3), dtype=np.float32)
        self.pictures, self.style = Tensor(values), Tensor(values[:1, ::-1].copy())

    def paint(self, **words):
        usual = {"size": 32, "strength": 60.0, "preset": "draft", "address": ADDRESS, "steps": 2, "token": TOKEN}
        return self.node().stylize(self.pictures, self.style, **{**usual, **words})

    def test_paints_every_picture_of_a_batch(self):
        (made,) = self.paint()

        self.assertEqual((2, 27, 32, 3), made.values.shape)
        self.assertEqual(np.float32, made.values.dtype)
        self.assertTrue(0 <= made.values.min() < made.values.max() <= 1)
        self.assertFalse(np.array_equal(made.values[0], made.values[1]))
        self.assertEqual(self.state["bars"][-1][0], self.state["bars"][-1][1])

    def test_cancel_of_comfyui_cancels_the_run(self):
        self.state["stop_at"] = 1

        with self.assertRaises(Interrupted):
            self.paint(steps=100000)

    def test_inputs_are_those_of_the_function(self):
        inputs = self.node.INPUT_TYPES()
        names = [*inputs["required"], *inputs["optional"]]
        code = self.node.stylize.__code__
        self.assertEqual(sorted(code.co_varnames[1:code.co_argcount]), sorted(names))


if __name__ == "__main__":
    unittest.main()
