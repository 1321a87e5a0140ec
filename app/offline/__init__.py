"""Phones that work without a signal: what they send arrives once, what they keep is listed, a lost one is shut out."""
