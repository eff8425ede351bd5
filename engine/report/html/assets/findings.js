import { byId, count, el } from "./dom.js";
import { queryOf, report, view } from "./state.js";

const FINDINGS_STEP = 200;
let findingsShown = FINDINGS_STEP;

const FILTERS = ["severity", "state", "component", "rule"];

/** Fills the filters with what occurs, most frequent choices not first: sorted, so that people find them. */
export function readyFilters() {
  const orders = {
    severity: ["critical", "high", "medium", "low"],
    state: ["violation", "advisory", "undecided", "baselined", "waived"],
  };
  for (const filter of FILTERS) {
    const select = byId(`filter-${filter}`);
    const values = [...new Set(report.findings.map((finding) => finding[filter]))];
    const order = orders[filter];
    values.toSorted((a, b) => (order ? order.indexOf(a) - order.indexOf(b) : a < b ? -1 : 1));
    for (const value of values) select.append(el("option", { value }, value));
    select.addEventListener("change", () => showFindings(true));
  }
  byId("filter-stack").addEventListener("change", () => showFindings(true));
  byId("clear").addEventListener("click", () => {
    for (const filter of FILTERS) byId(`filter-${filter}`).value = "";
    byId("search").value = "";
    byId("search").dispatchEvent(new Event("input"));
  });
  byId("more-findings").addEventListener("click", () => {
    findingsShown += FINDINGS_STEP;
    showFindings(false);
  });
}

/** For print, which has no button for more. */
export function showAllFindings() {
  findingsShown = Infinity;
  showFindings(false);
}

function chosenFindings() {
  const query = queryOf();
  const wanted = FILTERS.map((filter) => [filter, byId(`filter-${filter}`).value]).filter(([, value]) => value !== "");
  const isEverywhere = byId("filter-stack").value === "all";
  return report.findings.filter(
    (finding) =>
      (isEverywhere || finding.stack === view.stack.index) &&
      wanted.every(([filter, value]) => finding[filter] === value) &&
      (query === "" ||
        [finding.rule, finding.identity, finding.message, finding.path].some((text) =>
          text.toLowerCase().includes(query),
        )),
  );
}

export function showFindings(isNew) {
  if (isNew) findingsShown = FINDINGS_STEP;
  const chosen = chosenFindings();
  const shown = chosen.slice(0, findingsShown);
  byId("findings-count").textContent = `${count(chosen.length, "finding")} of ${report.findings.length}`;
  byId("more-findings").hidden = shown.length === chosen.length;
  byId("more-findings").textContent = `Show more (${chosen.length - shown.length} left)`;
  byId("findings").replaceChildren(...shown.flatMap(findingRows));
  byId("no-findings").hidden = chosen.length > 0;
}

function findingRows(finding, index) {
  const helpId = `help-${index}`;
  const help = el("tr", { id: helpId, hidden: true }, el("td", { colspan: "5" }));
  const toggle = el(
    "button",
    {
      class: "rule",
      "aria-expanded": "false",
      "aria-controls": helpId,
      onclick: () => {
        help.hidden = !help.hidden;
        toggle.setAttribute("aria-expanded", String(!help.hidden));
        if (help.firstChild.childElementCount === 0) help.firstChild.append(ruleHelp(finding.rule));
      },
    },
    finding.rule,
  );
  const row = el(
    "tr",
    {},
    el("td", {}, el("span", { class: `badge ${finding.severity}` }, finding.severity)),
    el(
      "td",
      {},
      el("span", { class: `badge ${finding.state}` }, finding.state),
      ...(finding.isNew ? [" ", el("span", { class: "badge" }, "new")] : []),
    ),
    el("td", {}, toggle),
    el(
      "td",
      {},
      el("code", {}, finding.identity),
      finding.path === "" ? "" : el("div", {}, el("code", {}, finding.path)),
      el("div", { class: "muted" }, `${report.stacks[finding.stack].name} · ${finding.at}`),
    ),
    el(
      "td",
      { class: "message" },
      finding.message,
      finding.set === undefined ? "" : suggestion(finding.set, finding.at),
      finding.waiver === undefined ? "" : el("div", { class: "muted" }, finding.waiver),
    ),
  );
  return [row, help];
}

function suggestion({ values, hidden, note }, at) {
  const codes = values.flatMap((value) => [el("code", {}, value), " "]);
  const rest = hidden === 0 ? "" : `and ${hidden} more `;
  return el("div", {}, "Set ", ...codes, `${rest}at ${at}`, note === "" ? "" : ` (${note})`);
}

function ruleHelp(id) {
  const rule = report.rules[id];
  if (rule === undefined) return el("p", {}, "Nothing more is known of this rule.");
  return el(
    "div",
    { class: "help" },
    el("p", {}, el("strong", {}, rule.title), ` (${rule.severity}, ${rule.profile})`),
    el("p", {}, el("strong", {}, "Why: "), rule.why),
    el("p", {}, el("strong", {}, "Fix: "), rule.fix),
    el("p", {}, ...rule.links.flatMap(({ title, url }) => [el("a", { href: url, rel: "noreferrer" }, title), " "])),
    el("p", { class: "muted" }, "Everything about it: ", el("code", {}, `rampart explain ${id}`)),
  );
}

export function showFindingsOf(node) {
  for (const filter of FILTERS) byId(`filter-${filter}`).value = "";
  const select = byId("filter-component");
  if ([...select.options].some(({ value }) => value === node.name)) select.value = node.name;
  byId("search").value = [...select.options].some(({ value }) => value === node.name) ? "" : node.name;
  byId("search").dispatchEvent(new Event("input"));
  byId("findings-title").scrollIntoView();
  byId("findings-title").focus();
}
