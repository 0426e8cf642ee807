"""Runs inside Krita (kritarunner -s krita_check), with the plug-in installed: paints a document by a real studio.

Writes "ok", or what went wrong, into the file that IMPASTO_TEST_REPORT names.
"""

import os
import struct
import time
import traceback
import zlib

from krita import Krita
from PyQt5.QtCore import QByteArray, QCoreApplication

from impasto_studio import docker as plugin


def png(width, height, color):
    """A PNG file of colours, as color(x, y) gives red, green and blue."""
    rows = b"".join(b"\0" + bytes(v for x in range(width) for v in color(x, y)) for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Application:
    """Krita as it is, but for the document in front: without a window there is none."""

    document = None

    @staticmethod
    def instance():
        return Application

    activeDocument = staticmethod(lambda: Application.document)
    readSetting = staticmethod(lambda *words: Krita.instance().readSetting(*words))
    writeSetting = staticmethod(lambda *words: Krita.instance().writeSetting(*words))


def wait(docker):
    end = time.monotonic() + 60
    while docker._thread and time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.01)
    assert not docker._thread, "The docker still paints."


def make_document(depth="U8"):
    document = Krita.instance().createDocument(48, 40, "test", "RGBA", depth, "", 72.0)
    if depth == "U8":
        layer = document.createNode("photo", "paintlayer")
        document.rootNode().addChildNode(layer, None)
        values = bytes(v for y in range(40) for x in range(48) for v in (x * 5, y * 6, 128, 255))
        layer.setPixelData(QByteArray(values), 0, 0, 48, 40)
        document.refreshProjection()
    return document


def check():
    plugin.Krita = Application
    painting = os.path.join(os.environ["HOME"], "painting.png")
    with open(painting, "wb") as file:
        file.write(png(40, 48, lambda x, y: (255, 160, 20) if (x // 4 + y // 4) % 2 else (0, 40, 90)))
    docker = plugin.ImpastoDocker()
    docker.address.setText(os.environ["IMPASTO_TEST_ADDRESS"])
    docker.token.setText(os.environ["IMPASTO_TEST_TOKEN"])

    docker.toggle()
    assert docker.note.text() == "Open a picture first.", docker.note.text()
    Application.document = document = make_document()
    docker.painting.setText("")
    docker.toggle()
    assert docker.note.text() == "Choose a painting first.", docker.note.text()
    docker.painting.setText(painting)
    docker.size.setValue(64)
    before = bytes(document.pixelData(0, 0, 48, 40))
    docker.toggle()
    assert docker.button.text() == "Stop"
    wait(docker)
    assert docker.note.text() == "Done: the result is the top layer.", docker.note.text()
    layers = document.topLevelNodes()
    assert layers[-1].name() == "Impasto", [layer.name() for layer in layers]
    after = bytes(document.pixelData(0, 0, 48, 40))
    assert len(before) == len(after) and before != after
    assert all(after[i] == 255 for i in range(3, len(after), 4)), "The result is not opaque."

    # Red, green and blue are where they belong, and a result of another size fills the document.
    plugin.pictures.add_layer(document, png(24, 20, lambda x, y: (200, 100, 50)))
    assert list(bytes(document.pixelData(47, 39, 1, 1))) == [50, 100, 200, 255]
    layers = document.topLevelNodes()

    docker.toggle()
    docker.toggle()
    wait(docker)
    assert docker.note.text() == "Stopped.", docker.note.text()
    assert len(document.topLevelNodes()) == len(layers)

    docker.token.setText("wrong")
    docker.toggle()
    wait(docker)
    assert "token" in docker.note.text(), docker.note.text()
    assert docker.button.text() == "Paint"

    docker.token.setText(os.environ["IMPASTO_TEST_TOKEN"])
    Application.document = make_document("U16")
    docker.toggle()
    wait(docker)
    assert "8 bits" in docker.note.text(), docker.note.text()


def main(*_):
    try:
        check()
        report = "ok"
    except BaseException:
        report = traceback.format_exc()
    with open(os.environ["IMPASTO_TEST_REPORT"], "w") as file:
        file.write(report)
