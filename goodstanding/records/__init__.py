"""The tables: what is stored, the questions asked of it, and the guards that keep it true."""
