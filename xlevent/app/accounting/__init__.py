"""The event's money as accounting wants it: settlement by funding source, and the journal."""
