function (settings) {
  "use strict";
  if (window.huizhi) return;
  const script = document.currentScript;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const button = document.createElement("button");
  const place = (el, css) => Object.entries(css).forEach(([k, v]) => { el.style[k] = v; });
  button.type = "button";
  button.textContent = (script && script.dataset.label) || settings.open;
  button.setAttribute("aria-expanded", "false");
  place(button, { position: "fixed", right: "16px", bottom: "16px", zIndex: 2147483000, minHeight: "48px", padding: "0 18px", border: "0",
    borderRadius: "999px", background: dark ? "#2dd4bf" : "#0f766e", color: dark ? "#06201d" : "#fff", font: "16px system-ui, sans-serif", cursor: "pointer",
    boxShadow: "0 4px 16px #0003" });
  let frame = null;
  const small = () => innerWidth < 560;
  const size = () => frame && place(frame, small()
    ? { inset: "0", width: "100%", height: "100%", borderRadius: "0" }
    : { inset: "auto 16px 76px auto", width: "400px", height: "min(640px, calc(100vh - 100px))", borderRadius: "16px" });
  const show = (open) => {
    if (open && !frame) {
      frame = document.createElement("iframe");
      frame.title = settings.title;
      frame.src = settings.base + "/?embed=1";
      frame.allow = "clipboard-write";
      place(frame, { position: "fixed", zIndex: 2147482999, // below the button, which closes it
         border: "1px solid #8884", background: dark ? "#16181a" : "#f7f7f5", boxShadow: "0 8px 40px #0004" });
      size();
      document.body.append(frame);
    }
    if (frame) frame.hidden = !open;
    if (frame) frame.style.display = open ? "" : "none";
    button.textContent = open ? settings.close : ((script && script.dataset.label) || settings.open);
    button.setAttribute("aria-expanded", String(open));
    place(button, open && small() ? { top: "8px", bottom: "auto", right: "8px", minHeight: "40px", padding: "0 12px" } : { top: "auto", bottom: "16px", right: "16px", minHeight: "48px", padding: "0 18px" });
  };
  let open = false;
  button.addEventListener("click", () => { open = !open; show(open); });
  addEventListener("resize", size);
  addEventListener("keydown", (e) => { if (e.key === "Escape" && open) { open = false; show(false); button.focus(); } });
  const start = () => document.body.append(button);
  if (document.body) start(); else addEventListener("DOMContentLoaded", start);
  window.huizhi = { open: () => { open = true; show(true); }, close: () => { open = false; show(false); } };
}
