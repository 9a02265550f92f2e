"""Questions asked of the tables: rows in, frozen values out."""
