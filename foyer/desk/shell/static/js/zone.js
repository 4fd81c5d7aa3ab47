// The browser knows in which time zone it is: a field with data-zone begins with that one.
const field = document.querySelector("select[data-zone]");
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
if (field && [...field.options].some((option) => option.value === timeZone)) field.value = timeZone;
