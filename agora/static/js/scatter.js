// [data-plane]: puts a plane to point at and to choose from in the place of the server's drawing, in the page's own colours.
const area = document.querySelector("[data-plane]");
const chosen = document.querySelector("[data-chosen]");
const SHOWN = 200;

function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

// The tokens are oklch and light-dark(): a canvas turns what the browser computed into plain red, green, blue.
function colour(token) {
  const probe = document.createElement("span");
  probe.hidden = true;
  area.append(probe);
  probe.className = `ink-${token}`;
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d");
  probe.style.color = `var(--${token})`;
  pen.fillStyle = getComputedStyle(probe).color;
  pen.fillRect(0, 0, 1, 1);
  probe.remove();
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

// On a narrow page the list below names the quarters, and there is no room for tools nor for every power of ten.
function fit(plot) {
  if (area.clientWidth >= 560) return;
  plot.toolbar_location = null;
  for (const renderer of plot.renderers) if (renderer.name === "quarters") renderer.visible = false;
  for (const axis of plot.below) axis.ticker.ticks = axis.ticker.ticks.filter((tick, place) => place % 2 === 0);
}

function paint(plot) {
  const [paper, ink, quiet, line, accent, mark] = ["paper", "ink", "ink-quiet", "line", "accent", "mark-quiet"].map(colour);
  for (const axis of [...plot.left, ...plot.below]) {
    axis.setv({ axis_line_color: line, major_tick_line_color: line, minor_tick_line_color: null, major_label_text_color: quiet, axis_label_text_color: quiet, axis_label_text_font_style: "normal" });
  }
  for (const part of plot.center) {
    if (part.type === "Grid") part.setv({ grid_line_color: null });
    if (part.type === "Span") part.setv({ line_color: quiet });
  }
  for (const renderer of plot.renderers) {
    if (renderer.name === "people") {
      renderer.glyph.setv({ fill_color: mark });
      renderer.selection_glyph.setv({ fill_color: accent });
      renderer.nonselection_glyph.setv({ fill_color: mark });
    }
    if (renderer.name === "named") renderer.glyph.setv({ fill_color: accent });
    if (renderer.name === "quarters") renderer.glyph.setv({ text_color: quiet, background_fill_color: paper });
    if (renderer.name === "notes") {
      const text = { field: area.clientWidth < 560 ? "name" : "note" };
      renderer.glyph.setv({ text, text_color: ink, background_fill_color: paper });
    }
  }
}

function entry(data, index) {
  const item = document.createElement("li");
  const name = document.createElement(data.href[index] ? "a" : "span");
  name.textContent = data.name[index];
  if (data.href[index]) name.href = data.href[index];
  const values = document.createElement("span");
  values.className = "quiet";
  values.textContent = `${data.own[index]} · ${data.csv[index]}`;
  item.append(name, values);
  return item;
}

function list(source) {
  const indices = [...source.selected.indices].sort((a, b) => source.data.y[b] - source.data.y[a]);
  const title = chosen.querySelector("h3");
  title.textContent = indices.length === 1 ? title.dataset.one : title.dataset.many.replace("{count}", indices.length);
  chosen.querySelector("ul").replaceChildren(...indices.slice(0, SHOWN).map((index) => entry(source.data, index)));
  chosen.hidden = !indices.length;
}

async function draw() {
  const [response] = await Promise.all([fetch(area.dataset.plane), load(area.dataset.bokeh)]);
  if (response.status !== 200) return;
  const item = await response.json();
  const place = document.createElement("div");
  place.className = "plane-live";
  place.id = item.target_id;
  area.append(place);
  area.dataset.drawn = "yes";
  const views = await window.Bokeh.embed.embed_item(item);
  const plot = [...views][0].model;
  const source = plot.renderers.find((renderer) => renderer.name === "people").data_source;
  fit(plot);
  paint(plot);
  source.selected.properties.indices.change.connect(() => list(source));
  area.dataset.ready = "yes";
  document.addEventListener("themechange", () => paint(plot));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => paint(plot));
}

// Without the script, or where it fails, the server's drawing stays.
if (area) draw().catch(() => {
  delete area.dataset.drawn;
  area.querySelector(".plane-live")?.remove();
});
