// The page of the desk: what is said goes up under an id of its own until it is taken,
// what comes is shown once by its key, and both outlive a reload.
const words = JSON.parse(document.getElementById("words").textContent);
const $ = (id) => document.getElementById(id);
const log = $("log"), box = $("text"), main = document.querySelector("main");
const query = new URLSearchParams(location.search);
const embedded = query.has("embed");
if (embedded) document.documentElement.classList.add("embedded");

// What is remembered, on this device only.
const longest = 120, days = 7;
const memory = {
  get(name, otherwise) {
    try { return JSON.parse(localStorage.getItem("huizhi." + name)) ?? otherwise; } catch { return otherwise; }
  },
  set(name, value) {
    try { localStorage.setItem("huizhi." + name, JSON.stringify(value)); } catch { /* a full or closed store: this page still works */ }
  },
};
let talk = memory.get("talk", []).filter((m) => Date.now() - m.at < days * 864e5);
let unsaid = memory.get("unsaid", []); // what is said and not taken yet
let editing = null;
const keep = () => { talk = talk.slice(-longest); memory.set("talk", talk); };

// Drawing.
const el = (tag, attrs = {}, ...inside) => {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attrs)) {
    if (k === "class") e.className = v; else if (k.startsWith("on")) e.addEventListener(k.slice(2), v); else if (v !== false) e.setAttribute(k, v === true ? "" : v);
  }
  e.append(...inside);
  return e;
};
const clock = (at) => new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

// paragraphs lays a reply out: its first line is the verdict, lines with a dot are a list.
function paragraphs(text) {
  const out = [], lines = text.split("\n");
  let list = null;
  lines.forEach((line, i) => {
    if (line.startsWith("· ")) {
      if (!list) out.push(list = el("ul"));
      list.append(el("li", {}, line.slice(2)));
      return;
    }
    list = null;
    const verdict = i === 0 && lines.length > 1 && line.length < 90;
    out.push(el("p", { class: verdict ? "verdict" : /^（.*）$/.test(line) ? "aside" : "" }, line));
  });
  return out;
}

function bubble(m) {
  if (m.me) return el("div", { class: "bubble" }, el("span", { class: "hid" }, words.you + "："), m.text);
  const b = el("div", { class: "bubble" }, el("span", { class: "hid" }, words.us + "："), ...paragraphs(m.text));
  if (m.sources?.length) {
    b.append(el("details", {}, el("summary", {}, words.sources + " (" + m.sources.length + ")"), el("ul", {}, ...m.sources.map((s) => el("li", {}, s.replace(/^· /, "")))),
      ...(m.link ? [el("p", {}, el("a", { href: m.link, target: "_blank", rel: "noopener" }, words.article))] : [])));
  }
  return b;
}

function tools(m, item) {
  const bar = el("div", { class: "tools" });
  if (m.me) {
    bar.append(m.failed ? words.unsent : m.taken ? clock(m.at) : "…");
    if (m.failed) bar.append(el("button", { type: "button", onclick: () => push() }, words.again));
    else if (m.kind === "text") bar.append(el("button", { type: "button", onclick: () => edit(m) }, m.edited ? words.edited : words.edit));
    return bar;
  }
  bar.append(clock(m.at), el("button", { type: "button", onclick: async (e) => {
    try { await navigator.clipboard.writeText(m.text); } catch { select(item.querySelector(".bubble")); document.execCommand("copy"); }
    e.target.textContent = words.copied;
    setTimeout(() => { e.target.textContent = words.copy; }, 2000);
  } }, words.copy));
  return bar;
}

function select(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

function keys(m) {
  if (!m.buttons?.length) return [];
  const all = m.buttons.flat();
  return [el("div", { class: "keys", role: "group" }, ...all.filter((b) => !(m.gone || []).includes(b.data + b.label)).map((b) =>
    el("button", { type: "button", onclick: () => press(m, b), ...(words[b.label] ? { "aria-label": words[b.label], title: words[b.label] } : {}) }, b.label)))];
}

function draw(m) {
  const item = el("li", { class: "msg " + (m.me ? "me" : "us") + (m.failed ? " failed" : ""), id: "m-" + m.key });
  item.append(bubble(m), ...keys(m), tools(m, item));
  return item;
}

function redraw(m) {
  const old = $("m-" + m.key);
  if (old) old.replaceWith(draw(m)); else log.append(draw(m));
}

// past marks buttons that stand below older messages: they still work, and stand back.
function past() {
  const last = [...log.children].filter((li) => li.querySelector(".keys")).at(-1);
  for (const li of log.children) li.classList.toggle("past", li !== last);
}

let atEnd = true;
main.addEventListener("scroll", () => {
  atEnd = main.scrollHeight - main.scrollTop - main.clientHeight < 80;
  $("down").hidden = atEnd;
});
const toEnd = () => { main.scrollTop = main.scrollHeight; atEnd = true; $("down").hidden = true; };
$("down").addEventListener("click", toEnd);

// show brings a new message into view: what was asked stays above its reply.
function show(m) {
  $("empty").hidden = true;
  redraw(m);
  past();
  const item = $("m-" + m.key);
  if (m.me) toEnd();
  else if (atEnd) main.scrollTop = Math.min(item.offsetTop - main.offsetTop - 12, main.scrollHeight);
  else $("down").hidden = false;
}

function redrawAll() {
  log.setAttribute("aria-live", "off");
  log.replaceChildren(...talk.map(draw));
  past();
  $("empty").hidden = talk.length > 0;
  log.setAttribute("aria-live", "polite");
  toEnd();
}

// Saying.
const id = () => (crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join(""));

function ask(text) {
  text = text.trim();
  if (!text) return;
  if (editing) { correct(text); return; }
  const m = { me: true, kind: "text", key: id(), text, at: Date.now() };
  remember(m);
  queue({ id: m.key, kind: "text", text });
}

function correct(text) {
  const m = editing;
  stopEditing();
  if (text === m.text) return;
  Object.assign(m, { text, edited: true });
  keep();
  redraw(m);
  queue({ id: id(), kind: "edit", of: m.key, text });
}

function press(m, b) {
  if (b.once) { // and the others like it in its row
    const row = m.buttons.find((r) => r.includes(b)) || [b];
    m.gone = [...(m.gone || []), ...row.filter((o) => o.once).map((o) => o.data + o.label)];
    keep();
    redraw(m);
  }
  const said = { me: true, kind: "press", key: id(), text: b.label, at: Date.now() };
  if (b.data.startsWith("say")) remember(said);
  queue({ id: said.key, kind: "press", data: b.data, label: b.label, on: m.key });
  box.focus({ preventScroll: true });
}

function remember(m) {
  talk.push(m);
  keep();
  show(m);
}

function queue(s) {
  unsaid.push(s);
  memory.set("unsaid", unsaid);
  push();
}

// push says what is not taken yet, one after the other and in order.
let pushing = false, retry = 0;
async function push() {
  if (pushing) return;
  pushing = true;
  clearTimeout(retry);
  for (let tries = 0; unsaid.length > 0; ) {
    const s = unsaid[0];
    const answer = await post("/api/say", s);
    if (answer === 202 || answer === 400 || answer === 413) {
      unsaid.shift();
      memory.set("unsaid", unsaid);
      mark(s, answer === 202 ? { taken: true, failed: false } : { failed: true });
      if (answer !== 202) note(words.too_long);
      tries = 0;
      continue;
    }
    if (answer === 401 && await begin()) continue;
    if (++tries > 2) {
      mark(s, { failed: true });
      retry = setTimeout(push, 5000);
      break;
    }
    await new Promise((done) => setTimeout(done, 700 * tries));
  }
  pushing = false;
}

function mark(s, how) {
  const m = talk.find((t) => t.key === (s.of || s.id));
  if (!m) return;
  Object.assign(m, how);
  keep();
  redraw(m);
}

// post sends JSON, and gives the status; 0 if nobody is there.
async function post(path, body) {
  try {
    const reply = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal: AbortSignal.timeout?.(15000) });
    return reply.status;
  } catch {
    return 0;
  }
}

// begin asks for a session, and finds out whether the browser keeps it.
async function begin(anew) {
  const status = await post("/api/session" + (anew ? "?new" : "?") + (embedded ? "&embed" : ""), {});
  if (status !== 204) return false;
  const kept = await fetch("/api/poll?look", { headers: { Accept: "application/json" } }).catch(() => null);
  if (kept && kept.status === 401) {
    blocked();
    return false;
  }
  return true;
}

// Listening.
let stream = null, heard = 0, polls = 0, wait = 0, first = 0;

function listen() {
  stream?.close();
  clearTimeout(first);
  stream = new EventSource("/api/events");
  first = setTimeout(poll, 4000); // no word: something holds the stream
  stream.addEventListener("hello", () => { live(); push(); });
  for (const kind of ["message", "draft", "typing", "forgotten"]) {
    stream.addEventListener(kind, (e) => { if (e.data) { live(); take(JSON.parse(e.data)); } });
  }
  stream.onerror = () => {
    lost();
    if (stream.readyState === EventSource.CLOSED) { // it was refused: not by itself again
      clearTimeout(wait);
      wait = setTimeout(async () => { if (await begin()) listen(); else wait = setTimeout(listen, 5000); }, 1500);
    }
  };
}

function live() {
  heard = Date.now();
  clearTimeout(first);
  clearTimeout(polls);
  polls = 0;
  note("");
}

let losing = 0;
function lost() {
  clearTimeout(losing);
  losing = setTimeout(() => { if (!stream || stream.readyState !== EventSource.OPEN) note(words.offline); }, 1500);
}

// poll asks again and again until a stream gets through.
async function poll() {
  try {
    const reply = await fetch("/api/poll");
    if (reply.ok) {
      const { frames } = await reply.json();
      note("");
      frames.forEach(take);
    }
  } catch { lost(); }
  polls = setTimeout(poll, 1000);
}

function note(text) {
  clearTimeout(losing);
  $("line").hidden = !text;
  if ($("line").textContent !== text) $("line").textContent = text;
}

function blocked() {
  $("line").replaceChildren(words.blocked + " ", el("a", { href: "/", target: "_blank", rel: "noopener" }, words.newpage));
  $("line").hidden = false;
}

// take shows what came: a message once, and tells that it is there.
function take(f) {
  if (f.kind === "typing") return busy(true);
  if (f.kind === "draft") return draft(f.text || "");
  if (f.kind === "forgotten") return forgotten();
  busy(false);
  draft("");
  seen(f.key);
  if (talk.some((m) => m.key === f.key && !m.me)) return;
  const m = { key: f.key, text: f.text, buttons: f.buttons, sources: f.sources, link: f.link, at: Date.parse(f.at) || Date.now() };
  const old = f.over && talk.findIndex((t) => t.key === f.over || t.was === f.over);
  if (old >= 0 && f.over) {
    const was = talk[old];
    talk[old] = { ...m, at: was.at, was: f.over };
    keep();
    $("m-" + was.key)?.replaceWith(draw(talk[old]));
    past();
    return;
  }
  remember(m);
}

let toTell = [];
function seen(key) {
  toTell.push(key);
  if (toTell.length === 1) queueMicrotask(tell);
}
async function tell() {
  const keys = toTell;
  toTell = [];
  if (await post("/api/seen", { keys }) !== 204) setTimeout(() => { keys.forEach(seen); }, 2000);
}

let quiet = 0;
function busy(on) {
  clearTimeout(quiet);
  $("typing").hidden = !on;
  if (on) {
    if (atEnd) toEnd();
    quiet = setTimeout(() => busy(false), 6000);
  }
}

function draft(text) {
  $("draft").hidden = !text;
  $("draft").firstElementChild.replaceChildren(...(text ? paragraphs(text + " …") : []));
  if (text) {
    busy(false);
    if (atEnd) toEnd();
  }
}

// forgotten forgets what is remembered here: the desk has done so. Its last line stays.
async function forgotten() {
  talk = talk.filter((m) => !m.me).slice(-1);
  talk.forEach((m) => { delete m.buttons; });
  unsaid = [];
  memory.set("unsaid", unsaid);
  keep();
  redrawAll();
  await begin(true);
  listen();
}

// The line that is typed.
box.value = query.get("q") || memory.get("typed", "");
function grow() {
  if (!CSS.supports("field-sizing", "content")) {
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight + 2, innerHeight * 0.4) + "px";
  }
  $("send").disabled = !box.value.trim();
}
box.addEventListener("input", () => { if (!editing) memory.set("typed", box.value); grow(); });
box.addEventListener("keydown", (e) => {
  if (e.key === "Enter" && !e.shiftKey && !e.isComposing && e.keyCode !== 229) { e.preventDefault(); $("say").requestSubmit(); }
  if (e.key === "Escape" && editing) stopEditing();
});
$("say").addEventListener("submit", (e) => {
  e.preventDefault();
  const text = box.value;
  box.value = "";
  memory.set("typed", "");
  ask(text);
  grow();
  box.focus({ preventScroll: true });
});

function edit(m) {
  editing = m;
  box.value = m.text;
  $("editing").hidden = false;
  grow();
  box.focus();
}
function stopEditing() {
  editing = null;
  box.value = memory.get("typed", "");
  $("editing").hidden = true;
  grow();
}
$("unedit").addEventListener("click", stopEditing);
for (const b of document.querySelectorAll("[data-ask]")) b.addEventListener("click", () => { ask(b.dataset.ask); box.focus({ preventScroll: true }); });

// The menu.
const menu = $("menu");
$("menu-open").addEventListener("click", () => { $("qr").src = "/qr.svg"; menu.showModal(); });
menu.addEventListener("click", (e) => { if (e.target === menu) menu.close(); });
for (const b of menu.querySelectorAll("[data-say]")) b.addEventListener("click", () => { menu.close(); ask(words[b.dataset.say]); });
$("clear").addEventListener("click", () => {
  menu.close();
  if (!confirm(words.sure)) return;
  talk = [];
  keep();
  redrawAll();
  note(words.cleared);
  setTimeout(() => note(""), 3000);
});

// A phone that slept, a page that was put away, another page of the same browser.
function wake() {
  if (document.visibilityState !== "visible") return;
  if (Date.now() - heard > 20000 || !stream || stream.readyState !== EventSource.OPEN) listen();
  push();
}
document.addEventListener("visibilitychange", wake);
addEventListener("pageshow", (e) => { if (e.persisted) listen(); });
addEventListener("online", () => { listen(); push(); });
addEventListener("offline", () => note(words.offline));
addEventListener("storage", (e) => {
  if (e.key !== "huizhi.talk") return;
  talk = memory.get("talk", []);
  redrawAll();
});

redrawAll();
grow();
begin().then((ok) => { if (ok) { listen(); push(); } else setTimeout(wake, 3000); });
