"""The API part of both clients, against the studio whose address and token stand in the environment."""

import os
import pathlib
import struct
import sys
import unittest
import zlib

CLIENTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CLIENTS / "krita" / "impasto_studio"))

from studio import Cancelled, Studio, StudioError  # noqa: E402

ADDRESS = os.environ.get("IMPASTO_TEST_ADDRESS", "")
TOKEN = os.environ.get("IMPASTO_TEST_TOKEN", "")
QUICK = {"size": 32, "steps": 3, "min-size": 0}


def png(width, height, value):
    """A PNG file of grey values, as value(x, y) from 0 to 255."""
    rows = b"".join(b"\0" + bytes(value(x, y) for x in range(width)) for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def size_of(file):
    return struct.unpack(">II", file[16:24])


PHOTO = png(48, 40, lambda x, y: (x * 4 + y) % 256)
PAINTING = png(40, 48, lambda x, y: 255 * ((x // 4 + y // 4) % 2))


@unittest.skipUnless(ADDRESS, "IMPASTO_TEST_ADDRESS names no studio")
class StudioTest(unittest.TestCase):
    def setUp(self):
        self.studio = Studio(ADDRESS, TOKEN)

    def test_paints_and_reports_steps(self):
        seen = []

        file = self.studio.paint(PHOTO, [PAINTING, PHOTO], QUICK, lambda *step: seen.append(step))

        self.assertEqual((32, 27), size_of(file))
        self.assertEqual(seen, sorted(seen))
        self.assertIn((3, 3), seen)

    def test_cancelled_by_progress_cancels_the_run(self):
        run = []
        create = self.studio.create
        self.studio.create = lambda *words: run.append(create(*words)) or run[0]

        with self.assertRaises(Cancelled):
            self.studio.paint(PHOTO, [PAINTING], {**QUICK, "steps": 100000}, lambda step, steps: step > 0)

        self.assertEqual("cancelled", list(self.studio.watch(run[0]))[-1]["state"])

    def test_cancelled_elsewhere_is_cancelled(self):
        def cancel(step, _):
            if step and not asked:
                asked.append(self.studio.cancel(run[0]))

        run, asked = [], []
        create = self.studio.create
        self.studio.create = lambda *words: run.append(create(*words)) or run[0]
        with self.assertRaises(Cancelled):
            self.studio.paint(PHOTO, [PAINTING], {**QUICK, "steps": 100000}, cancel)

    def test_wrong_option_is_one_sentence(self):
        with self.assertRaisesRegex(StudioError, "strength"):
            self.studio.create(PHOTO, [PAINTING], {"strength": 200})

    def test_file_that_is_no_picture_is_one_sentence(self):
        with self.assertRaisesRegex(StudioError, "photo.png"):
            self.studio.create(b"no picture", [PAINTING])

    def test_wrong_token_is_refused(self):
        with self.assertRaisesRegex(StudioError, "token"):
            Studio(ADDRESS, "wrong").create(PHOTO, [PAINTING])

    def test_no_studio_says_how_to_start_one(self):
        with self.assertRaisesRegex(StudioError, "start it with impasto studio"):
            Studio("http://127.0.0.1:9", TOKEN).create(PHOTO, [PAINTING])


class AddressTest(unittest.TestCase):
    def test_other_machines_are_refused(self):
        for address in ("http://example.org:5080", "https://127.0.0.1", "127.0.0.1:5080", "", "file:///etc/passwd"):
            with self.assertRaisesRegex(StudioError, "not of this machine"):
                Studio(address)

    def test_both_clients_have_the_same_file(self):
        files = [CLIENTS / one / "impasto_studio" / "studio.py" for one in ("krita", "comfyui")]
        self.assertEqual(*(file.read_bytes() for file in files))

    def test_clients_are_short(self):
        for client in ("krita", "comfyui"):
            lines = sum(len(file.read_text().splitlines()) for file in (CLIENTS / client).rglob("*.py"))
            self.assertLess(lines, 300, client)


if __name__ == "__main__":
    unittest.main()
