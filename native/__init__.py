"""native"""
from native.camelops_native import *  # noqa: F403
