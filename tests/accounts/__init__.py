"""Accounts made elsewhere, and what of them is found for the fields of a form."""
