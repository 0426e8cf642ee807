"""Impasto for Krita: a docker that repaints the picture in the manner of a painting."""

from krita import DockWidgetFactory, DockWidgetFactoryBase, Krita

from .docker import ImpastoDocker

Krita.instance().addDockWidgetFactory(
    DockWidgetFactory("impasto_studio", DockWidgetFactoryBase.DockRight, ImpastoDocker))
