"""Tests of Setup > CRM."""
