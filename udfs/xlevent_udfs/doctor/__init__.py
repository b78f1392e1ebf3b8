"""xlevent doctor: is a machine ready for the add-in, what is missing, and how to get it.

`machine` is the only module that asks the operating system; each other module judges what it is
told, so that tests hand it recorded machines. Nothing is ever changed.
"""
