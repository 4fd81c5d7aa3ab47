"""Activities: my day, the calendar, the dialog that makes and changes them."""
