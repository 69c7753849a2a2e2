"use strict";
(() => {
  const language = document.documentElement.lang;
  const words = document.querySelector("main").dataset;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  // A number as the page writes it: 1.234,5 in Dutch, 1,234.5 in English.
  const comma = (0.5).toLocaleString(language)[1];
  const number = (text) => {
    const digits = text.match(/-?[\d.,]*\d/);
    if (!digits) return null;
    const plain = digits[0].split(comma).map((part) => part.replace(/[.,]/g, ""));
    return Number(plain.join("."));
  };
  const rows = (table) => all("tr", table.tBodies[0]);

  // Tables: sorted by a click on a heading, and saved as CSV.
  const value = (cell) => (cell.classList.contains("hidden") ? null : number(cell.textContent));
  const sort = (table, column, button) => {
    const heading = button.parentElement;
    const down = heading.getAttribute("aria-sort") !== "descending";
    all("th[aria-sort]", table).forEach((one) => one.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (row) => value(row.cells[column]);
    const text = (row) => row.cells[column].textContent;
    const order = (a, b) => {
      const [x, y] = [key(a), key(b)];
      if (column === 0 || (x === null && y === null)) return text(b).localeCompare(text(a), language);
      return x === null ? -1 : y === null ? 1 : x - y;
    };
    const sorted = rows(table).sort((a, b) => (down ? order(b, a) : order(a, b)));
    table.tBodies[0].append(...sorted);
  };
  const csv = (table) => {
    const quoted = (cell) => `"${cell.textContent.trim().replaceAll('"', '""')}"`;
    return all("tr", table).map((row) => [...row.cells].map(quoted).join(";")).join("\r\n");
  };
  const save = (name, text) => {
    const link = make("a", {
      href: URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" })),
      download: `${name}.csv`,
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const equip = (table) => {
    all("thead th", table).forEach((heading, column) => {
      const button = make("button", { className: "sort", type: "button" });
      button.append(...heading.childNodes);
      button.onclick = () => sort(table, column, button);
      heading.append(button);
    });
    const button = make("button", { className: "save", type: "button", textContent: "CSV" });
    const name = table.caption.textContent.trim();
    button.setAttribute("aria-label", `${words.save}: ${name}`);
    button.onclick = () => save(name, csv(table));
    (table.closest(".scroll") ?? table).after(button);
  };
  all("main table:not(.beside)").forEach(equip);

  // Maps: the tables of areas and indicators are their data.
  const levels = new Map();
  const pattern = (own) => ["alike", "unlike", "chance"].map((one) => (own[one] ? words[one] + own[one] : "")).join("");
  all("table.matrix").forEach((table) => {
    const id = table.dataset.level;
    if (!levels.has(id)) levels.set(id, { names: rows(table).map((row) => row.cells[0].textContent), indicators: [] });
    all("thead th", table).forEach((heading, column) => {
      if (column === 0) return;
      const cells = rows(table).map((row) => row.cells[column]);
      const texts = cells.map((cell) => cell.textContent);
      const values = cells.map(value);
      if (values.every((one) => one === null)) return;
      levels.get(id).indicators.push({
        name: heading.textContent, group: table.dataset.group, source: heading.dataset.source ?? "", pattern: pattern(heading.dataset),
        texts, values, hidden: cells.map((cell) => cell.textContent === words.hidden),
      });
    });
  });

  const breaks = {
    // The class of a value is the number of breaks below it.
    quantile: (sorted, classes) => {
      const at = (part) => {
        const place = part * (sorted.length - 1), low = Math.floor(place);
        return sorted[low] + (place - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
      };
      return Array.from({ length: classes - 1 }, (_, k) => at((k + 1) / classes));
    },
    equal: (sorted, classes) => {
      const [low, high] = [sorted[0], sorted[sorted.length - 1]];
      return Array.from({ length: classes - 1 }, (_, k) => low + ((k + 1) * (high - low)) / classes);
    },
    // Fisher's exact classes: least squares within.
    jenks: (sorted, classes) => {
      const n = sorted.length, sum = [0], square = [0];
      sorted.forEach((x, i) => { sum.push(sum[i] + x); square.push(square[i] + x * x); });
      const within = (i, j) => square[j] - square[i] - (sum[j] - sum[i]) ** 2 / (j - i);
      let cost = Array.from({ length: n + 1 }, (_, j) => (j ? within(0, j) : 0));
      const cuts = [];
      for (let k = 1; k < classes; k++) {
        const next = [], cut = [];
        for (let j = 0; j <= n; j++) {
          next[j] = Infinity;
          for (let i = k; i < j; i++) {
            const total = cost[i] + within(i, j);
            if (total < next[j]) [next[j], cut[j]] = [total, i];
          }
        }
        cost = next;
        cuts.push(cut);
      }
      const found = [];
      for (let k = cuts.length - 1, j = n; k >= 0; k--) { j = cuts[k][j]; found.unshift(sorted[j - 1]); }
      return found;
    },
  };
  const classesOf = (indicator, method, typed) => {
    const sorted = indicator.values.filter((one) => one !== null).sort((a, b) => a - b);
    const bounds = method === "manual" ? typed : breaks[method](sorted, 5);
    return (one) => bounds.filter((bound) => one > bound).length;
  };

  const figures = all("figure.map");
  const draw = (figure) => {
    const id = figure.querySelector(".level").value, level = levels.get(id);
    const chosen = level.indicators[figure.querySelector(".indicator").value] ?? level.indicators[0];
    const method = figure.querySelector(".method").value;
    const manual = figure.querySelector(".manual");
    manual.parentElement.hidden = method !== "manual";
    const typed = manual.value.split(/[;\s]+/).map(number).filter((one) => one !== null).slice(0, 4).sort((a, b) => a - b);
    const classOf = classesOf(chosen, method, typed);
    const classes = chosen.values.map((one, i) => (one === null ? (chosen.hidden[i] ? "hatched" : "no-data") : `k${classOf(one)}`));
    const drawing = figure.querySelector("svg");
    const group = drawing.querySelector("g");
    const uses = level.names.map((name, i) => {
      const use = document.createElementNS(drawing.namespaceURI, "use");
      use.setAttribute("href", `#${id}-${i}`);
      use.setAttribute("class", classes[i]);
      use.setAttribute("role", "img");
      use.setAttribute("tabindex", i ? "-1" : "0");
      const title = document.createElementNS(drawing.namespaceURI, "title");
      title.textContent = `${name}: ${chosen.texts[i]}`;
      use.append(title);
      return use;
    });
    group.replaceChildren(...uses);
    const said = { "figcaption b": chosen.name, ".source": chosen.source, ".pattern": chosen.pattern };
    for (const place in said) figure.querySelector(place).textContent = said[place];
    const legend = figure.querySelector(".legend");
    const lines = [];
    for (let k = 0; k < 5; k++) {
      const members = chosen.values.map((one, i) => [one, i]).filter(([, i]) => classes[i] === `k${k}`).sort((a, b) => a[0] - b[0]);
      if (members.length) {
        const [low, high] = [members[0], members[members.length - 1]].map(([, i]) => chosen.texts[i]);
        lines.push([`k${k}`, low === high ? low : `${low} – ${high}`, members.length]);
      }
    }
    for (const [name, text] of [["hatched", words.hidden], ["no-data", words.noData]]) {
      const count = classes.filter((one) => one === name).length;
      if (count) lines.push([name, text, count]);
    }
    legend.replaceChildren(...lines.map(([name, text, count]) =>
      make("li", {}, make("span", { className: `swatch ${name}` }), `${text} (${count})`)));
    const table = figure.querySelector("table");
    table.caption.textContent = chosen.name;
    table.tBodies[0].replaceChildren(...level.names.map((name, i) => {
      const heading = make("th", { scope: "row", textContent: name });
      const cell = make("td", { className: chosen.values[i] === null ? "hidden" : "", textContent: chosen.texts[i] });
      return make("tr", {}, heading, cell);
    }));
  };
  const fill = (figure, keep) => {
    const level = levels.get(figure.querySelector(".level").value);
    const select = figure.querySelector(".indicator");
    const groups = new Map();
    level.indicators.forEach((one, i) => {
      if (!groups.has(one.group)) groups.set(one.group, make("optgroup", { label: one.group }));
      groups.get(one.group).append(make("option", { value: i, textContent: one.name }));
    });
    select.replaceChildren(...groups.values());
    const same = level.indicators.findIndex((one) => one.name === keep);
    select.value = Math.max(same, 0);
  };
  const point = (use) => {
    figures.forEach((figure) => {
      const href = use.getAttribute("href");
      const twin = all("use", figure.querySelector("svg")).find((one) => one.getAttribute("href") === href);
      all(".pointed", figure).forEach((one) => one.classList.remove("pointed"));
      if (twin) twin.classList.add("pointed");
      figure.querySelector("output").textContent = twin ? twin.querySelector("title").textContent : "";
    });
  };
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const walk = (event) => {
    const step = steps[event.key], from = event.target;
    if (!step || from.localName !== "use") return;
    event.preventDefault();
    const middle = (one) => { const box = one.getBBox(); return [box.x + box.width / 2, box.y + box.height / 2]; };
    const [x, y] = middle(from);
    let best = null, least = Infinity;
    for (const one of all("use", from.parentElement)) {
      const [dx, dy] = middle(one).map((at, axis) => at - [x, y][axis]);
      const along = dx * step[0] + dy * step[1], aside = Math.abs(dx * step[1]) + Math.abs(dy * step[0]);
      if (along > 0 && along + 2 * aside < least) [best, least] = [one, along + 2 * aside];
    }
    if (!best) return;
    from.setAttribute("tabindex", "-1");
    best.setAttribute("tabindex", "0");
    best.focus();
  };
  figures.forEach((figure) => {
    all("[hidden]", figure).forEach((one) => { one.hidden = false; });
    fill(figure, "");
    const drawing = figure.querySelector("svg");
    figure.querySelector(".level").onchange = () => {
      fill(figure, figure.querySelector("figcaption b").textContent);
      draw(figure);
    };
    all(".indicator, .method", figure).forEach((one) => { one.onchange = () => draw(figure); });
    figure.querySelector(".manual").oninput = () => draw(figure);
    for (const event of ["pointerover", "focusin"]) {
      drawing.addEventListener(event, ({ target }) => target.localName === "use" && point(target));
    }
    drawing.addEventListener("keydown", walk);
    draw(figure);
  });

  // Search: an area by the begin of a word of its name.
  const search = document.getElementById("search");
  if (search) {
    search.closest("[hidden]")?.removeAttribute("hidden");
    const names = [...levels.values()].flatMap((level) => level.names);
    search.list.append(...names.map((value) => make("option", { value })));
    search.onchange = () => {
      const wanted = search.value.trim().toLocaleLowerCase(language);
      const is = (name) => name.toLocaleLowerCase(language) === wanted;
      for (const figure of figures) {
        const found = all("use", figure.querySelector("svg g")).find((use) => is(use.textContent.split(": ")[0]));
        if (found) { found.focus(); return; }
      }
      const profile = all("article.wijk h3").find((one) => is(one.firstChild.textContent.trim()));
      if (profile) profile.scrollIntoView();
    };
  }
})();
