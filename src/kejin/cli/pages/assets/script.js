"use strict";
// Everything works without this script except switching the language, the larger text and the filters.
// Trap: a page opened from a file may be refused storage, so each access is guarded and a link carries the language.
(function () {
  const root = document.documentElement;
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const keep = {
    get(name) { try { return window.localStorage.getItem("kejin." + name); } catch { return null; } },
    set(name, value) { try { window.localStorage.setItem("kejin." + name, value); } catch { /* not kept */ } },
  };

  function speak(language) {
    root.dataset.lang = language;
    root.lang = language === "zh" ? "zh-Hans" : "en";
    all("[data-zh]").forEach((node) => { node.textContent = node.dataset[language]; });
    all("[data-set-lang]").forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.setLang === language)));
    all("a[data-page]").forEach((node) => { node.href = node.dataset.page + "?lang=" + language; });
  }
  const asked = new URLSearchParams(window.location.search).get("lang") || keep.get("lang");
  speak(asked === "zh" || asked === "en" ? asked : root.dataset.lang);
  all("[data-set-lang]").forEach((node) => node.addEventListener("click", () => {
    keep.set("lang", node.dataset.setLang);
    speak(node.dataset.setLang);
  }));

  const larger = document.querySelector("[data-larger]");
  function size(large) {
    root.classList.toggle("large", large);
    larger.setAttribute("aria-pressed", String(large));
    keep.set("large", large ? "1" : "");
  }
  size(keep.get("large") === "1");
  larger.addEventListener("click", () => size(!root.classList.contains("large")));
  all("[data-print]").forEach((node) => node.addEventListener("click", () => window.print()));
  all("[data-unfold]").forEach((node) => node.addEventListener("click", () => {
    const open = node.dataset.unfold === "open";
    all("details").forEach((part) => { part.open = open; });
  }));

  // A link from the answer to a policy opens the reasons it leads to.
  function reveal() {
    const target = window.location.hash.length > 1 && document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    for (let part = target; part; part = part.parentElement) { if (part.tagName === "DETAILS") { part.open = true; } }
    if (target && target.matches(".card")) { all(".why", target).slice(0, 1).forEach((part) => { part.open = true; }); }
    if (target && target.closest("details")) { target.scrollIntoView({ behavior: "instant" }); }
  }
  window.addEventListener("hashchange", reveal);
  reveal();

  const list = document.querySelector("[data-list]");
  if (!list) { return; }
  const rows = all("tbody tr", list);
  const words = document.getElementById("words");
  const policy = document.getElementById("policy");
  const buttons = all("[data-verdict]");
  const empty = document.querySelector("[data-empty]");
  const state = { q: "", v: "", p: "" };

  function matches(row) {
    const folded = state.q.trim().toLowerCase();
    if (folded && !row.dataset.search.includes(folded)) { return false; }
    if (!state.v && !state.p) { return true; }
    return row.dataset.verdicts.split(" ").some((pair) => {
      const cut = pair.lastIndexOf(":");
      return (!state.p || pair.slice(0, cut) === state.p) && (!state.v || pair.slice(cut + 1) === state.v);
    });
  }
  function show() {
    let shown = 0;
    rows.forEach((row) => { const yes = matches(row); row.hidden = !yes; shown += yes ? 1 : 0; });
    all("[data-shown]").forEach((node) => { node.textContent = String(shown); });
    empty.hidden = shown > 0;
    list.hidden = shown === 0;
    all("[data-drop]").forEach((node) => { node.hidden = !state[node.dataset.drop]; });
    buttons.forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.verdict === state.v)));
    const kept = new URLSearchParams(Object.entries(state).filter((pair) => pair[1])).toString();
    try { window.history.replaceState(null, "", kept ? "#" + kept : "#list"); } catch { /* the address stays */ }
  }
  function change(part, value) { state[part] = value; words.value = state.q; policy.value = state.p; show(); }
  words.addEventListener("input", () => change("q", words.value));
  policy.addEventListener("change", () => change("p", policy.value));
  buttons.forEach((node) => node.addEventListener("click", () => change("v", state.v === node.dataset.verdict ? "" : node.dataset.verdict)));
  all("[data-drop]").forEach((node) => node.addEventListener("click", () => { change(node.dataset.drop, ""); words.focus(); }));
  // The filters live in the address, so a link to them can be kept, sent, and followed from the totals above.
  function fromAddress() {
    const start = new URLSearchParams(window.location.hash.slice(1));
    if (!["q", "v", "p"].some((part) => start.get(part))) { return; }
    ["q", "v", "p"].forEach((part) => { state[part] = start.get(part) || ""; });
    words.value = state.q; policy.value = state.p;
    show();
    document.getElementById("list").scrollIntoView();
  }
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
