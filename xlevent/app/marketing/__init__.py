"""Marketing: what channels brought, and exports of services taken into the log."""
