"""The demonstration clinic: made-up people and money in the form of a practice export.

An orthopaedic practice in St. Cloud, Minnesota. Proportions are assumptions guided by published
figures; no row describes anyone who lives.
"""

from goodstanding.synthetic.clinic import clinic_rows, write_clinic
from goodstanding.synthetic.large import write_large
from goodstanding.synthetic.odd_lives import ODD_LIVES
from goodstanding.synthetic.tables import ClinicCounts

__all__ = ["ODD_LIVES", "ClinicCounts", "clinic_rows", "write_clinic", "write_large"]
