"use strict";
const find = (id) => document.getElementById(id);
const add = (number) => {
  for (let place = 0; place < number; place++) {
    find("rows").append(find("row").content.cloneNode(true));
  }
};
add(8);
find("more").onclick = () => {
  add(1);
  find("rows").lastElementChild.querySelector("select").focus();
};
const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
find("form").onsubmit = (event) => {
  event.preventDefault();
  const role = find("role").value.trim().toLowerCase();
  const date = new Date().toISOString().slice(0, 10);
  const rows = [...find("rows").rows].map((row) => [...row.querySelectorAll("select")].map((one) => one.value));
  const filled = rows.filter(([area, theme, direction]) => area && theme && direction);
  if (!filled.length) {
    find("said").textContent = find("said").dataset.none;
    return;
  }
  const lines = filled.map(([area, theme, direction, certainty]) => [area, theme, role, direction, certainty, date]);
  const text = [["area", "theme", "role", "direction", "certainty", "date"], ...lines].map((line) => line.map(quoted).join(",")).join("\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
  link.download = "signals.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  find("said").textContent = find("said").dataset.saved;
};
