"""Forms on websites: what a visitor sends becomes a lead or contact (F126-F129, E24)."""
