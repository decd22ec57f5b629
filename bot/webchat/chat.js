// The page of the desk: what is said goes up under an id of its own until it is taken,
// what comes is shown once by its key, and both outlive a reload.
const words = JSON.parse(document.getElementById("words").textContent);
const $ = (id) => document.getElementById(id);
const log = $("log"), box = $("text"), main = document.querySelector("main");
const query = new URLSearchParams(location.search);
const embedded = query.has("embed");
if (embedded) document.documentElement.classList.add("embedded");

// What is remembered, on this device only. Where the browser keeps nothing, or no more,
// it lasts as long as the page.
const longest = 120, days = 7;
const own = {};
const memory = {
  get(name, otherwise) {
    if (name in own) return own[name];
    try {
      const kept = JSON.parse(localStorage.getItem("huizhi." + name));
      return Array.isArray(kept) === Array.isArray(otherwise) && typeof kept === typeof otherwise ? kept : otherwise;
    } catch { return otherwise; }
  },
  set(name, value) {
    try { localStorage.setItem("huizhi." + name, JSON.stringify(value)); delete own[name]; } catch { own[name] = value; }
  },
};

// The talk, and what is said and not taken yet. Other pages of this browser change them
// too, so they are read anew before each change.
let talk = [], unsaid = [], editing = null;
const young = (m) => m && typeof m.key === "string" && typeof m.text === "string" && Date.now() - m.at < days * 864e5;
function reread() {
  const at = memory.get("cut", "");
  if (at !== cut) { cut = at; lately.clear(); }
  talk = memory.get("talk", talk).filter(young);
  return restore();
}
function waiting() {
  const kept = memory.get("unsaid", unsaid).filter((s) => s && typeof s.id === "string");
  return unsaid = [...kept, ...[...queued.values()].filter((s) => !kept.some((k) => k.id === s.id))];
}

// A browser lets two pages write at once, and one writes over what the other has. So
// what came in the last seconds is put back if it is not there, unless the talk was
// cut off meanwhile; and what is said here is kept until it is taken. Saying it twice
// does no harm.
const lately = new Map(), settling = 10_000; // by name: a message, and behind which it came
const queued = new Map(); // by id
let cut = memory.get("cut", "");
function restore() {
  let lost = false;
  for (const [name, own] of lately) {
    if (Date.now() - own.since > settling) { lately.delete(name); continue; }
    if (talk.some((m) => named(m) === name)) continue;
    const i = talk.findIndex((m) => named(m) === own.behind);
    talk.splice(i < 0 ? talk.length : i + 1, 0, own.m);
    lost = true;
  }
  return lost;
}
function cutOff() {
  cut = id();
  memory.set("cut", cut);
  lately.clear();
}

function change(how) {
  reread();
  const before = new Set(talk.map(named));
  how();
  talk = talk.slice(-longest);
  talk.forEach((m, i) => {
    if (lately.has(named(m))) lately.get(named(m)).m = m;
    else if (!before.has(named(m))) lately.set(named(m), { m, behind: i > 0 ? named(talk[i - 1]) : "", since: Date.now() });
  });
  memory.set("talk", talk);
  sync();
}
const amend = (key, how) => change(() => { const m = talk.find((t) => t.key === key); if (m) Object.assign(m, how); });

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

// paragraphs lays a reply out: its first line is the verdict, lines with a dot are a list,
// lines in thick brackets are titles.
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
    if (/^【.*】$/.test(line)) {
      out.push(el("p", { class: "title" }, line.slice(1, -1)));
      return;
    }
    const verdict = i === 0 && lines.length > 1 && line.length < 90;
    out.push(el("p", { class: verdict ? "verdict" : /^（.*）$/.test(line) ? "aside" : "" }, line));
  });
  return out;
}

function bubble(m) {
  if (m.me) return el("div", { class: "bubble" }, el("span", { class: "hid" }, words.you + "："), m.text);
  const b = el("div", { class: "bubble" }, el("span", { class: "hid" }, words.us + "："), ...paragraphs(m.text));
  if (m.sources?.length) {
    b.append(el("details", {}, el("summary", {}, words.sources + "（" + m.sources.length + "）"), el("ul", {}, ...m.sources.map((s) => el("li", {}, s.replace(/^· /, "")))),
      ...(m.link ? [el("p", {}, el("a", { href: m.link, target: "_blank", rel: "noopener" }, words.article))] : [])));
  }
  return b;
}

function tools(m, item) {
  const bar = el("div", { class: "tools", "aria-live": "off" });
  if (m.me) {
    bar.append(m.failed ? words.unsent : m.taken ? clock(m.at) + (m.edited ? " · " + words.edited : "") : "…");
    if (m.failed === "later") bar.append(el("button", { type: "button", onclick: () => push() }, words.again));
    else if (m.kind === "text") bar.append(el("button", { type: "button", onclick: () => edit(m) }, words.edit));
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
  const there = (b) => !(m.gone || []).includes(b.data + b.label);
  const rows = (m.buttons || []).map((row) => row.filter(there)).filter((row) => row.length > 0);
  if (!rows.length) return [];
  const key = (b) => el("button", { type: "button", onclick: () => press(m, b), ...(words[b.label] ? { "aria-label": words[b.label], title: words[b.label] } : {}) }, b.label);
  return [el("div", { class: "keys" }, ...rows.map((row) => el("div", {}, ...row.map(key))))];
}

// What a message looks like: its body, and the line below it.
const looks = (m) => [JSON.stringify([m.text, m.buttons, m.gone, m.sources]), JSON.stringify([m.taken, m.failed, m.edited])];
const named = (m) => m.was ?? m.key;

// draw draws what has changed of a message, and leaves the rest: what somebody has
// opened or is reading stays so, and nothing is read aloud twice.
function draw(m, item) {
  const [body, below] = looks(m), focused = item.contains(document.activeElement);
  if (item.dataset.body !== body) item.replaceChildren(bubble(m), ...keys(m), tools(m, item));
  else if (item.dataset.below !== below) item.lastElementChild.replaceWith(tools(m, item));
  Object.assign(item.dataset, { key: named(m), body, below });
  item.className = "msg " + (m.me ? "me" : "us") + (m.failed ? " failed" : "");
  if (focused && !item.contains(document.activeElement)) box.focus({ preventScroll: true });
  return item;
}

// sync makes the page what is remembered, and brings into view what is new.
function sync() {
  const drawn = new Map([...log.children].map((item) => [item.dataset.key, item]));
  let at = log.firstElementChild, added = null;
  for (const m of talk) {
    const item = draw(m, drawn.get(named(m)) ?? el("li"));
    if (!drawn.delete(named(m))) added = m;
    if (item !== at) log.insertBefore(item, at); else at = at.nextElementSibling;
  }
  for (const item of drawn.values()) item.remove();
  $("empty").hidden = talk.length > 0;
  past();
  if (added) show(added);
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
$("down").addEventListener("click", () => { toEnd(); box.focus({ preventScroll: true }); });

// The line grows, a keyboard comes up: who is at the end stays there.
new ResizeObserver(() => { if (atEnd) toEnd(); }).observe(main);

// bring scrolls to where something begins, or as far as it goes.
const bring = (item) => { main.scrollTop = item.offsetTop - main.offsetTop - 12; };

// show brings a new message into view, unless somebody reads further up.
function show(m) {
  if (m.me) toEnd(); else if (atEnd) bring(log.lastElementChild); else $("down").hidden = false;
}

// Saying.
const id = () => (crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join(""));

function ask(text) {
  text = text.trim();
  if (!text) return;
  if (editing) { correct(text); return; }
  const m = { me: true, kind: "text", key: id(), text, at: Date.now() };
  change(() => talk.push(m));
  queue({ id: m.key, kind: "text", text });
}

function correct(text) {
  const m = editing;
  stopEditing();
  if (text === m.text) return;
  amend(m.key, { text, edited: true, taken: false });
  queue({ id: id(), kind: "edit", of: m.key, text });
}

// press presses a button. One that may be pressed once goes, and the others like it in
// its row; a double click is one press.
let pressed = "", pressedAt = 0;
function press(m, b) {
  if (pressed === m.key + b.data && Date.now() - pressedAt < 600) return;
  [pressed, pressedAt] = [m.key + b.data, Date.now()];
  if (b.once) {
    const row = m.buttons.find((r) => r.includes(b)) || [b];
    amend(m.key, { gone: [...(m.gone || []), ...row.filter((o) => o.once).map((o) => o.data + o.label)] });
  }
  const said = { me: true, kind: "press", key: id(), text: b.label, at: Date.now() };
  if (b.data.startsWith("say")) change(() => talk.push(said));
  queue({ id: said.key, kind: "press", data: b.data, label: b.label, on: named(m) });
  box.focus({ preventScroll: true });
}

function queue(s) {
  queued.set(s.id, s);
  memory.set("unsaid", waiting());
  push();
}

// push says what is not taken yet, one after the other and in order.
const longestText = 4000;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
let pushing = false, retry = 0, anew = null;
async function push() {
  if (pushing) return;
  pushing = true;
  clearTimeout(retry);
  for (let tries = 0; waiting().length > 0; ) {
    await anew;
    const s = unsaid[0];
    if (!s) break;
    const answer = await post("/api/say", s);
    if (answer === 202 || answer === 400 || answer === 413) {
      queued.delete(s.id);
      unsaid = waiting().filter((u) => u.id !== s.id);
      memory.set("unsaid", unsaid);
      amend(s.of || s.id, answer === 202 ? { taken: true, failed: false } : { failed: "ever" });
      if (answer !== 202) note(words.too_long);
      tries = 0;
      continue;
    }
    if (answer === 429) note(words.too_many);
    if (++tries > 2) {
      for (const u of unsaid) amend(u.of || u.id, { failed: "later" });
      retry = setTimeout(push, 5000);
      break;
    }
    if (answer !== 401 || !await begin()) await sleep(700 * tries);
  }
  pushing = false;
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

// begin sees to it that there is a session. A browser that keeps none is told.
async function begin() {
  const there = await known();
  if (there !== 401) return there === 204;
  if (await post("/api/session" + (embedded ? "?embed" : ""), {}) !== 204) return false;
  const kept = await known();
  status({ blocked: kept === 401 });
  return kept === 204;
}
const known = () => fetch("/api/session").then((reply) => reply.status, () => 0);

// later is how long to wait before another try: longer each time, so that a desk that
// is overrun gets its breath, and not as long as everybody else.
const later = (tries, first) => Math.min(10_000, first * 2 ** tries) * (0.75 + Math.random() / 2);

// Listening. The desk says something every 15 seconds; a line that is silent for longer
// than two of them and a bit is none.
const silence = 40000;
let stream = null, heard = 0, wait = 0, first = 0, refused = 0;

function listen() {
  hush();
  if (!visible()) return; // wake does it
  heard = Date.now();
  stream = new EventSource("/api/events");
  if (!polling) first = setTimeout(poll, 2500); // no word: something holds the stream
  stream.addEventListener("hello", () => { live(); push(); });
  stream.addEventListener("beat", live);
  for (const kind of ["message", "draft", "typing", "forgotten"]) {
    stream.addEventListener(kind, (e) => { if (e.data) { live(); take(JSON.parse(e.data)); } });
  }
  stream.onerror = () => {
    lost();
    if (stream.readyState === EventSource.CLOSED) wait = setTimeout(again, later(refused++, 1500)); // it was refused: not by itself
  };
}

function hush() {
  stream?.close();
  clearTimeout(first);
  clearTimeout(wait);
}

// rest ends listening while nobody sees the page. What comes meanwhile waits at the
// desk; and a browser opens six connections to one that speaks HTTP/1.1, so of seven
// pages that all listen one would hang.
function rest() {
  hush();
  stream = null;
  polling = null;
}
const visible = () => document.visibilityState === "visible";

async function again() {
  if (await begin()) listen(); else wait = setTimeout(again, later(refused++, 3000));
}

function live() {
  log.dataset.line = "open";
  heard = Date.now();
  clearTimeout(first);
  polling = null;
  refused = 0;
  found();
}

let losing = 0;
function lost() {
  losing ||= setTimeout(() => status({ offline: true }), 1500);
}
function found() {
  clearTimeout(losing);
  losing = 0;
  status({ offline: false });
}
setInterval(() => { if (Date.now() - heard > silence) wake(); }, 5000);

// poll asks again and again until a stream gets through.
let polling = null; // the round of it that goes on
async function poll() {
  const mine = polling = {};
  for (let failed = 0; polling === mine; await sleep(failed ? later(failed - 1, 1000) : 1000)) {
    try {
      const reply = await fetch("/api/poll", { signal: AbortSignal.timeout?.(15000) });
      failed = reply.ok ? 0 : failed + 1;
      if (reply.status === 401) await begin(); else if (!reply.ok) lost();
      if (!reply.ok) continue;
      found();
      (await reply.json()).frames.forEach(take);
    } catch { failed++; lost(); }
  }
}

// The line below the title: what is wrong, and for how long.
const wrong = { blocked: false, offline: false, note: "" };
function status(how) {
  Object.assign(wrong, how);
  const line = $("line"), text = wrong.blocked ? words.blocked : wrong.offline ? words.offline : wrong.note;
  line.hidden = !text;
  if (line.dataset.text === text) return;
  line.dataset.text = text;
  line.replaceChildren(text, ...(wrong.blocked ? [el("a", { href: "/", target: "_blank", rel: "noopener" }, words.newpage)] : []));
}

let noting = 0;
function note(text) {
  clearTimeout(noting);
  status({ note: text });
  noting = setTimeout(() => status({ note: "" }), 5000);
}

// take shows what came: a message once, and tells that it is there.
function take(f) {
  if (f.kind === "typing") return busy(true);
  if (f.kind === "draft") return draft(f.text || "");
  if (f.kind === "forgotten") return forgotten(f.key);
  busy(false);
  draft("");
  const m = { key: f.key, text: f.text, buttons: f.buttons, sources: f.sources, link: f.link, at: Date.parse(f.at) || Date.now() };
  change(() => {
    if (talk.some((t) => t.key === m.key && !t.me)) return;
    const i = f.over ? talk.findIndex((t) => named(t) === f.over) : -1;
    if (i < 0) talk.push(m); else talk[i] = { ...m, at: talk[i].at, was: f.over };
  });
  seen(f.key);
}

let toTell = [], untold = 0;
function seen(key) {
  toTell.push(key);
  if (toTell.length === 1) queueMicrotask(tell);
}
async function tell() {
  const keys = toTell;
  toTell = [];
  if (await post("/api/seen", { keys }) === 204) untold = 0;
  else setTimeout(() => { keys.forEach(seen); }, later(untold++, 2000));
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
    if (atEnd) bring($("draft"));
  }
}

// forgotten forgets what is remembered here: the desk has done so. Its last line stays,
// and what is said from now on is said by somebody else. Another page may have done it,
// and go on already.
async function forgotten(mark) {
  anew = post("/api/session" + (embedded ? "?embed" : ""), {});
  if (memory.get("forgotten", "") !== mark) {
    memory.set("forgotten", mark);
    cutOff();
    queued.clear();
    unsaid = [];
    memory.set("unsaid", unsaid);
    stopEditing();
    change(() => {
      talk = talk.filter((m) => !m.me).slice(-1);
      talk.forEach((m) => { delete m.buttons; });
    });
  }
  if (await anew !== 204) await sleep(2000);
  listen();
}

// The line that is typed.
box.value = query.get("q") || memory.get("typed", "");
if (query.has("q")) { // a page that is loaded again has what was typed since
  memory.set("typed", box.value);
  history.replaceState(null, "", embedded ? "/?embed=1" : "/");
}
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
  box.focus({ preventScroll: true });
  if (text.trim().length > longestText) { note(words.too_long); return; }
  box.value = "";
  if (!editing) memory.set("typed", "");
  ask(text);
  grow();
});

function edit(m) {
  editing = m;
  box.value = m.text;
  $("editing").hidden = false;
  grow();
  box.focus();
}
function stopEditing() {
  if (!editing) return;
  editing = null;
  box.value = memory.get("typed", "");
  $("editing").hidden = true;
  grow();
  box.focus({ preventScroll: true });
}
$("unedit").addEventListener("click", stopEditing);
for (const b of document.querySelectorAll("[data-ask]")) b.addEventListener("click", () => { ask(b.dataset.ask); box.focus({ preventScroll: true }); });

// The menu.
const menu = $("menu");
$("menu-open").addEventListener("click", () => { $("qr").src = "/qr.svg"; menu.showModal(); });
menu.addEventListener("click", (e) => { if (e.target === menu) menu.close(); });
for (const b of menu.querySelectorAll("[data-say]")) b.addEventListener("click", () => { menu.close(); ask(words[b.dataset.say]); box.focus({ preventScroll: true }); });
$("clear").addEventListener("click", () => {
  menu.close();
  if (!confirm(words.sure)) return;
  cutOff();
  change(() => { talk = []; });
  note(words.cleared);
});

// A phone that slept, a page that was put away, another page of the same browser.
function wake() {
  if (!visible()) return;
  if (Date.now() - heard > silence || stream?.readyState !== EventSource.OPEN) listen();
  push();
}
document.addEventListener("visibilitychange", () => { if (visible()) wake(); else rest(); });
addEventListener("pagehide", () => stream?.close()); // a page that is put away does not look
addEventListener("pageshow", (e) => { if (e.persisted) { reread(); sync(); listen(); push(); } });
addEventListener("online", () => { listen(); push(); });
addEventListener("offline", () => status({ offline: true }));
addEventListener("storage", (e) => {
  if (e.key !== "huizhi.talk") return;
  if (reread()) memory.set("talk", talk);
  sync();
});

// What was there before is not read aloud; what comes from now on is.
reread();
waiting();
sync();
toEnd();
grow();
setTimeout(() => { $("talk").setAttribute("aria-live", "polite"); }, 500);
again();
push();
