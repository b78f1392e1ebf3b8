"""Exports of advertising and ticketing services: what a campaign brought, by day."""
