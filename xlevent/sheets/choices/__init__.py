"""The lists behind the drop-downs, by field of use."""
