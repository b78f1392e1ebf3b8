"""From an event's vouchers, orders and bank lines to findings and results: the money commands."""
