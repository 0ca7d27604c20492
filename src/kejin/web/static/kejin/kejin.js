// Small helps for pages that work without them too. No eval, no inline handlers: the content policy forbids both.
"use strict";
(() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  // `/` and Ctrl-K lead to the search; Escape closes what is open.
  document.addEventListener("keydown", (event) => {
    const search = find("#search");
    if (search && ((event.key === "/" && !typing(event.target)) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)))) {
      event.preventDefault();
      search.focus();
      search.select();
    }
    if (event.key === "Escape") {
      const open = all("details.drop[open]");
      open.forEach((one) => { one.open = false; });
      if (open.length) find("summary", open[0]).focus();
    }
  });
  document.addEventListener("click", (event) => {
    all("details.drop[open]").forEach((one) => { if (!one.contains(event.target)) one.open = false; });
    if (event.target.closest("[data-print]")) window.print();
    const copied = event.target.closest("[data-copy]");
    if (copied && navigator.clipboard) navigator.clipboard.writeText(copied.dataset.copy);
  });

  // A form that was sent is not sent again by a second click.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    if (event.target.method === "post" && !event.target.hasAttribute("hx-post")) event.target.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((one) => { delete one.dataset.sent; }));

  // Before printing everything that is folded is unfolded, and folded again afterwards.
  let folded = [];
  window.addEventListener("beforeprint", () => { folded = all("main details:not([open])"); folded.forEach((one) => { one.open = true; }); });
  window.addEventListener("afterprint", () => { folded.forEach((one) => { one.open = false; }); });

  // A link to something folded unfolds it.
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let one = target || null; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    const told = target && target.tagName === "TBODY" && find("details.whence", target);
    if (told) { told.open = true; find("summary", told).focus(); }
  };
  window.addEventListener("hashchange", unfold);

  // Charts: the page gives the option as JSON beside a table with the same figures.
  const draw = (root) => {
    if (!window.echarts) return;
    all("[data-chart]", root).forEach((place) => {
      if (window.echarts.getInstanceByDom(place)) return;
      const option = JSON.parse(document.getElementById(place.dataset.chart).textContent);
      const chart = window.echarts.init(place, null, { renderer: "svg" });
      option.animation = false;
      chart.setOption(option);
      new ResizeObserver(() => chart.resize()).observe(place);
    });
  };
  const begin = (root) => {
    draw(root);
    const problem = find(".summary-of-problems", root);
    if (problem) problem.focus();
  };
  document.addEventListener("DOMContentLoaded", () => { unfold(); begin(document); });
  document.addEventListener("htmx:afterSettle", (event) => draw(event.target));
})();
