"""Filters, tables, cards and drawers shared by pages."""
