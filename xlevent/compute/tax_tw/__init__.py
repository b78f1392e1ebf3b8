"""Taiwan: tax numbers, uniform invoices, business tax, withholding, premium, capital numerals."""
