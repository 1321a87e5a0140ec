"""Texts and emails: kept before they are sent, sent once by the server's clock, and shown in one place."""
