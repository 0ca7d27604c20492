// The report: a table can be kept as CSV (the same bytes as the file beside the report), and long tables fold.
(function () {
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const STARTS = "=+-@\t\r\n＝＋－＠";
  const SUFFIX = { money: "_yuan", share: "_percent" };

  function language(cell, tag) {
    const part = cell.querySelector(tag);
    return part ? part.textContent : cell.textContent;
  }
  function field(text) {
    const safe = text.split(/[,;\t"']/).some((piece) => STARTS.includes(piece.trimStart().charAt(0) || " ")) ? "'" + text : text;
    return /[",\n\r]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  }
  function csv(table) {
    const heads = all("thead th", table).map((head) => head.dataset);
    const names = heads.flatMap((head) => head.kind === "text" ? [head.name + "_zh", head.name + "_en"] : [head.name + (SUFFIX[head.kind] || "")]);
    const lines = all("tbody tr", table).map((row) => Array.from(row.cells).flatMap((cell, place) =>
      heads[place].kind === "text" ? [field(language(cell, "l-zh")), field(language(cell, "l-en"))] : [cell.dataset.v || ""]));
    return "\ufeff" + [names, ...lines].map((line) => line.join(",") + "\r\n").join("");
  }
  all("[data-csv]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const table = document.querySelector('[data-table="' + button.dataset.csv + '"]');
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([csv(table)], { type: "text/csv" }));
      link.download = button.dataset.csv + ".csv";
      link.click();
      // Not at once: the browser may not have begun to read it.
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    });
  });

  all("table.data").forEach((table) => {
    const rest = all("tr[data-more]", table);
    if (!rest.length) { return; }
    rest.forEach((row) => { row.hidden = true; });
    const button = document.createElement("button");
    button.type = "button";
    ["zh", "en"].forEach((tag) => {
      const text = document.createElement("l-" + tag);
      text.textContent = tag === "zh" ? "显示其余 " + rest.length + " 行" : "Show " + rest.length + " more rows";
      button.append(text);
    });
    button.addEventListener("click", () => { rest.forEach((row) => { row.hidden = false; }); button.remove(); });
    table.closest(".scroll").after(button);
  });
})();
