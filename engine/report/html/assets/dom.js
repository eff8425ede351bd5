/** An element with its attributes, listeners (`onclick`) and children. Text never becomes markup. */
export function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== ""));
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

export function count(number, one, many) {
  return `${number} ${number === 1 ? one : (many ?? `${one}s`)}`;
}

/** What is open in a node, and what a change does to it, as badges. */
export function badgesOf(node) {
  const states = node.states ?? {};
  const changes = node.changes ?? {};
  return [
    [states.violation, "violation", (n) => count(n, "violation")],
    [states.undecided, "undecided", (n) => `${n} undecided`],
    [states.advisory, "advisory", (n) => count(n, "advisory", "advisories")],
    [states.waived, "waived", (n) => `${n} waived`],
    [states.baselined, "baselined", (n) => `${n} in the baseline`],
    [changes.added, "added", (n) => `+${n} added`],
    [changes.changed, "changed", (n) => `~${n} changed`],
    [changes.removed, "removed", (n) => `−${n} removed`],
  ].flatMap(([number, name, text]) => (number > 0 ? [" ", el("span", { class: `badge ${name}` }, text(number))] : []));
}
