// [data-focus] takes the focus when the page opens: the summary of errors, so that nobody misses it.
document.querySelector("[data-focus]")?.focus();
