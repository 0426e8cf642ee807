"""Pictures of Krita's documents as files, and results as layers."""

from PyQt5.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PyQt5.QtGui import QImage

from .studio import StudioError

def read(document):
    """The visible picture of a document: bytes of a PNG file."""
    image = document.projection(0, 0, document.width(), document.height())
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data)


def add_layer(document, png):
    """Adds a result as a new layer on top, as large as the document, and returns the layer."""
    if (document.colorModel(), document.colorDepth()) != ("RGBA", "U8"):
        raise StudioError("The result needs a document with RGB and 8 bits a channel: Image, Convert Image Color Space.")
    image = QImage.fromData(png, "PNG")
    if image.isNull():
        raise StudioError("The studio's picture can't be read.")
    width, height = document.width(), document.height()
    image = image.scaled(width, height, Qt.IgnoreAspectRatio, Qt.SmoothTransformation)
    # In memory blue, green, red, alpha: as Krita's layers of 8 bits have them. A row has 4 * width bytes, no more.
    image = image.convertToFormat(QImage.Format_ARGB32)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    layer = document.createNode("Impasto", "paintlayer")
    document.rootNode().addChildNode(layer, None)
    layer.setPixelData(QByteArray(bytes(bits)), 0, 0, width, height)
    document.refreshProjection()
    return layer


