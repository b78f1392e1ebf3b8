"""Reports: one model of sections, tables, charts and pictures, and a writer for each format."""
