"""Backup and restore: everything we hold, sealed in one file, and proved whole before it is trusted."""
