// time[data-relative]: keeps "5 minutes ago" true while the page stays open. Not on opening, so that nothing jumps.
const UNITS = [["hour", 3600], ["minute", 60]];
const DAY = 86400;
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });

function relative(seconds) {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS[1];
  return words.format(Math.round(seconds / size), unit);
}

function refresh() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
    if (Number.isFinite(seconds) && Math.abs(seconds) < DAY) time.textContent = relative(seconds);
  }
}

setInterval(refresh, 60000);
