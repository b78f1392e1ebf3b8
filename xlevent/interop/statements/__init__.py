"""Bank statements and ledger exports: CSV, workbooks, OFX, CAMT.053 and MT940 as typed lines."""
