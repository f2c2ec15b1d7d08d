"""Tables in files, CSV and XLSX: read without trusting them, written so that no cell runs. Knows no product."""
