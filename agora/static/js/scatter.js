// [data-plane]: points at the dots of the server's drawing, chooses some of them, goes from one to the next by keys.
const area = document.querySelector("[data-plane]");
const svg = area?.querySelector("svg.plane");
const list = document.querySelector("[data-chosen]");
// How near a pointer must come to a dot, and how far it must go to draw a box, in units of the drawing.
const NEAR = 16;
const BOX = 6;
const SHOWN = 200;
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

let dots = null;
let corner = null;
let pointed = -1;

function shape(name, className) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  made.setAttribute("class", className);
  svg.append(made);
  return made;
}

function set(element, values) {
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
}

// The names are asked for once, and only by who wants them: the drawing needs none.
function people() {
  dots ??= fetch(area.dataset.plane)
    .then((response) => (response.status === 200 ? response.json() : { dots: [] }))
    .then((answer) => answer.dots)
    .catch(() => {
      dots = null;
      return [];
    });
  return dots;
}

function place(event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return { x: point.x, y: point.y };
}

function nearest(all, at) {
  let best = -1;
  let distance = NEAR;
  for (const [index, dot] of all.entries()) {
    const away = Math.hypot(dot.x - at.x, dot.y - at.y);
    if (away <= distance) [best, distance] = [index, away];
  }
  return best;
}

function point(all, index) {
  pointed = index;
  const dot = all[index];
  ring.classList.toggle("shown", Boolean(dot));
  note.hidden = !dot;
  area.classList.toggle("pointing", Boolean(dot));
  if (!dot) return;
  set(ring, { cx: dot.x, cy: dot.y });
  const name = document.createElement("strong");
  name.textContent = dot.name;
  note.replaceChildren(name, document.createElement("br"), note.dataset.words.replace("{own}", dot.own).replace("{csv}", dot.csv));
  const width = svg.viewBox.baseVal.width;
  const height = svg.viewBox.baseVal.height;
  note.style.insetInlineStart = `${(100 * dot.x) / width}%`;
  note.style.insetBlockStart = `${(100 * dot.y) / height}%`;
  note.dataset.side = dot.x > width / 2 ? "start" : "end";
}

function entry(dot) {
  const item = document.createElement("li");
  const name = document.createElement(dot.href ? "a" : "span");
  name.textContent = dot.name;
  if (dot.href) name.href = dot.href;
  const values = document.createElement("span");
  values.className = "quiet";
  values.textContent = `${dot.own} · ${dot.csv}`;
  item.append(name, values);
  return item;
}

function choose(some) {
  const chosen = [...some].sort((one, other) => one.y - other.y);
  const title = list.querySelector("h3");
  title.textContent = chosen.length === 1 ? title.dataset.one : title.dataset.many.replace("{count}", chosen.length);
  list.querySelector("ul").replaceChildren(...chosen.slice(0, SHOWN).map(entry));
  list.hidden = !chosen.length;
  set(marked, { d: chosen.map((dot) => `M${dot.x} ${dot.y}h0`).join(" ") });
  svg.classList.toggle("choosing", chosen.length > 0);
}

function box(at) {
  const size = { x: Math.min(corner.x, at.x), y: Math.min(corner.y, at.y), width: Math.abs(at.x - corner.x), height: Math.abs(at.y - corner.y) };
  return size.width > BOX || size.height > BOX ? size : null;
}

async function move(event) {
  const at = place(event);
  const drawn = corner && box(at);
  frame.classList.toggle("shown", Boolean(drawn));
  if (drawn) set(frame, drawn);
  const all = await people();
  point(all, drawn ? -1 : nearest(all, at));
}

async function release(event) {
  if (!corner) return;
  const at = place(event);
  const drawn = box(at);
  corner = null;
  frame.classList.remove("shown");
  const all = await people();
  if (drawn) {
    choose(all.filter((dot) => dot.x >= drawn.x && dot.x <= drawn.x + drawn.width && dot.y >= drawn.y && dot.y <= drawn.y + drawn.height));
  } else {
    const index = nearest(all, at);
    point(all, index);
    choose(index < 0 ? [] : [all[index]]);
  }
}

async function press(event) {
  if (event.key === "Escape") {
    point([], -1);
    choose([]);
  }
  if (event.key !== "Enter" && event.key !== "Home" && event.key !== "End" && !(event.key in STEPS)) return;
  event.preventDefault();
  const all = await people();
  if (!all.length) return;
  if (event.key === "Enter") {
    if (all[pointed]?.href) location.assign(all[pointed].href);
    return;
  }
  const first = pointed < 0 && event.key in STEPS;
  const next = { Home: 0, End: all.length - 1 }[event.key] ?? pointed + STEPS[event.key];
  point(all, first ? 0 : Math.min(Math.max(next, 0), all.length - 1));
}

const marked = svg && shape("path", "dots chosen");
const ring = svg && shape("circle", "ring");
const frame = svg && shape("rect", "frame");
const note = area?.querySelector("[data-note]");

if (svg) {
  area.tabIndex = 0;
  set(ring, { r: 8 });
  area.addEventListener("pointerenter", people, { once: true });
  svg.addEventListener("pointermove", move);
  svg.addEventListener("pointerleave", () => corner || point([], -1));
  // A finger scrolls the page; it chooses by tapping.
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    corner = place(event);
    if (event.pointerType !== "touch") svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointerup", release);
  svg.addEventListener("pointercancel", () => {
    corner = null;
    frame.classList.remove("shown");
  });
  area.addEventListener("keydown", press);
  area.dataset.ready = "yes";
}
