"""Printable documents as files of a word processor and as PDF."""
