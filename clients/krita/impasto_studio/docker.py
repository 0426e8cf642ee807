"""The docker: address, painting, a few options, and a button."""

import threading

from krita import DockWidget, Krita
from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import (
    QFileDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QProgressBar, QPushButton, QSpinBox, QWidget)

from . import pictures
from .studio import Cancelled, Studio, StudioError

GROUP = "impasto_studio"


class ImpastoDocker(DockWidget):
    """Paints on a thread of its own; signals bring everything back to Krita's thread."""

    stepped = pyqtSignal(int, int)
    ended = pyqtSignal(bytes, str)

    def __init__(self):
        super().__init__()
        self.setWindowTitle("Impasto")
        self._stop = threading.Event()
        self._document = None
        self._thread = None
        self.address = QLineEdit(_setting("address", "http://127.0.0.1:5080"))
        self.token = QLineEdit(_setting("token", ""), echoMode=QLineEdit.Password)
        self.painting = QLineEdit(_setting("painting", ""))
        choose = QPushButton("Choose...", clicked=self._choose)
        self.size = QSpinBox(minimum=64, maximum=8192, value=512)
        self.strength = QSpinBox(minimum=0, maximum=100, value=50)
        self.button = QPushButton("Paint", clicked=self.toggle)
        self.bar = QProgressBar()
        self.note = QLabel(wordWrap=True)
        self._lay_out(choose)
        self.stepped.connect(self._show_step)
        self.ended.connect(self._finish)

    def canvasChanged(self, canvas):
        """Krita wants this; a run keeps its document."""

    def toggle(self):
        """Paints; while a picture is painted, stops it."""
        if self._thread:
            self._stop.set()
            self.note.setText("Stopping...")
            return
        try:
            self._begin()
        except (StudioError, OSError) as failure:
            self.note.setText(str(failure))

    def _begin(self):
        document = Krita.instance().activeDocument()
        if document is None:
            raise StudioError("Open a picture first.")
        if not self.painting.text():
            raise StudioError("Choose a painting first.")
        with open(self.painting.text(), "rb") as file:
            style = file.read()
        studio = Studio(self.address.text(), self.token.text())
        content = pictures.read(document)
        for name in ("address", "token", "painting"):
            Krita.instance().writeSetting(GROUP, name, getattr(self, name).text())
        options = {"size": self.size.value(), "strength": self.strength.value()}
        self._document = document
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, args=(studio, content, style, options), daemon=True)
        self.button.setText("Stop")
        self.note.setText("")
        self.bar.setRange(0, 0)
        self._thread.start()

    def _run(self, studio, content, style, options):
        try:
            self.ended.emit(studio.paint(content, [style], options, self._on_step), "")
        except Cancelled:
            self.ended.emit(b"", "Stopped.")
        except Exception as failure:  # On this thread nobody else would see it.
            self.ended.emit(b"", str(failure))

    def _on_step(self, step, steps):
        self.stepped.emit(step, steps)
        return self._stop.is_set()

    def _show_step(self, step, steps):
        self.bar.setRange(0, steps)
        self.bar.setValue(step)

    def _finish(self, png, problem):
        self._thread = None
        self.button.setText("Paint")
        self.bar.setRange(0, 1)
        self.bar.reset()
        try:
            if png:
                pictures.add_layer(self._document, png)
        except StudioError as failure:
            problem = str(failure)
        self.note.setText(problem or "Done: the result is the top layer.")
        self._document = None

    def _choose(self):
        name, _ = QFileDialog.getOpenFileName(
            self, "A painting", self.painting.text(), "Pictures (*.png *.jpg *.jpeg *.webp *.tif *.tiff)")
        if name:
            self.painting.setText(name)

    def _lay_out(self, choose):
        row = QHBoxLayout()
        row.addWidget(self.painting)
        row.addWidget(choose)
        form = QFormLayout()
        for label, field in (("Studio", self.address), ("Token", self.token), ("Painting", row), ("Size", self.size),
                             ("Strength", self.strength), ("", self.button), ("", self.bar), ("", self.note)):
            form.addRow(label, field)
        body = QWidget()
        body.setLayout(form)
        self.setWidget(body)


def _setting(name, usual):
    return Krita.instance().readSetting(GROUP, name, usual)
