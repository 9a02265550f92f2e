"""Good Standing: patient accounts, from the first statement to the last cent, within the law."""
