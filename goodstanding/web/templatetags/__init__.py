"""What templates may say: money, days and icons in the house's form."""
