"""Endpoints of our own, where xlwings Server looks for them."""
