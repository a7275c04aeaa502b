"""The product's settings, and the example app that the laws of realtime are shown on."""

from chatsite.settings import *  # noqa: F403 - all of them
from chatsite.settings import INSTALLED_APPS as PRODUCT_APPS

INSTALLED_APPS = [*PRODUCT_APPS, "realtime.tests.parcels"]
