import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { graphStyle } from "../../graph/svg.ts";
import { plural } from "../../graph/picture.ts";
import {
  type Problem,
  PROBLEM_TITLES,
  type Report,
  type ShownVerdict,
  allProblems,
  countStates,
  shownOverall,
  shownVerdict,
} from "../_report.ts";
import { resourceCell } from "../_counts.ts";
import { notesOf, sentence } from "../_notes.ts";
import type { Charted } from "./data.ts";

/** In the order in which they build on each other. */
const SCRIPTS = ["dom.js", "state.js", "details.js", "picture.js", "tree.js", "findings.js", "selection.js", "main.js"];

/** One page that needs nothing but itself: its policy forbids every request. */
export function page(report: Report, charted: readonly Charted[], drawings: readonly string[], data: object): string {
  const style = `${asset("report.css")}${graphStyle()}`;
  // A scope of its own, and no way to end the element from inside.
  const code = `"use strict";\n{\n${SCRIPTS.map(script).join("\n")}}\n`;
  const policy = `default-src 'none'; style-src '${sha256(style)}'; script-src '${sha256(code)}'; base-uri 'none'; form-action 'none'`;
  const verdict = shownOverall(report);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Rampart: ${verdict}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#findings-title">Skip to the findings</a>
<header>
<h1>Rampart</h1>${badge(verdict)}
${stackChoice(charted)}
<span class="grow"></span>
<label>Search <input type="search" id="search" placeholder="name, type, rule ( / )"></label>
<button id="theme" type="button">Light or dark</button>
</header>
<main>
<noscript><p>Filters, contents and findings need JavaScript, which runs inside this page alone.</p></noscript>
${problems(allProblems(report))}${notes(report)}${overview(report)}${charted.map((one, index) => tiles(one, index, report)).join("")}${charted.length === 0 ? "" : sections(charted, drawings)}
</main>
<script type="application/json" id="data">${inert(data)}</script>
<script>${code}</script>
</body>
</html>
`;
}

function stackChoice(charted: readonly Charted[]): string {
  const only = charted[0];
  if (charted.length < 2) return only === undefined ? "" : `<strong>${escapeHtml(only.preview.stack)}</strong>`;
  const options = charted.map(({ preview }, index) => `<option value="${index}">${escapeHtml(preview.stack)}</option>`);
  return `<label>Stack <select id="stack">${options.join("")}</select></label>`;
}

function problems(list: readonly Problem[]): string {
  if (list.length === 0) return "";
  const items = list.map(
    ({ kind, subject, message }) =>
      `<li><strong>${PROBLEM_TITLES[kind]}</strong>, ${escapeHtml(subject)}: ${escapeHtml(message)}</li>`,
  );
  return `<section class="problems" aria-labelledby="problems-title"><h2 id="problems-title">Beyond the findings</h2><ul>${items.join("")}</ul></section>\n`;
}

function notes(report: Report): string {
  const list = notesOf(report);
  if (list.length === 0) return "";
  const items = list.map((note) => `<li>${escapeHtml(sentence(note))}</li>`);
  return `<section aria-labelledby="notes-title"><h2 id="notes-title">What the verdict says nothing about</h2><ul>${items.join("")}</ul></section>\n`;
}

/** One row for each stack, where there are several. */
function overview({ previews, strict }: Report): string {
  if (previews.length < 2) return "";
  const rows = previews.map((preview) => {
    const { violation, undecided, advisory, baselined, waived } = countStates(preview.evaluation.findings);
    const verdict = shownVerdict(preview, strict);
    const cells = [resourceCell(preview.evaluation.summary), violation, undecided, advisory, baselined, waived];
    return `<tr><th scope="row">${escapeHtml(preview.stack)}</th><td>${badge(verdict)}</td>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return `<section><details><summary>${describeVerdicts(previews.map((preview) => shownVerdict(preview, strict)))}</summary><div class="scroll" tabindex="0" role="region" aria-label="Table of stacks"><table>
<thead><tr><th scope="col">Stack</th><th scope="col">Verdict</th><th scope="col">Resources</th><th scope="col">Violations</th><th scope="col">Undecided</th><th scope="col">Advisories</th><th scope="col">In the baseline</th><th scope="col">Waived</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div></details></section>\n`;
}

/** Neither red nor green where nothing was judged. */
function badge(verdict: ShownVerdict): string {
  return `<span class="badge ${verdict === "nothing was judged" ? "nothing" : verdict}">${verdict}</span>`;
}

/** `3 stacks: 1 rejected, 2 accepted`. */
function describeVerdicts(verdicts: readonly ShownVerdict[]): string {
  const counts = (["rejected", "undecided", "accepted", "nothing was judged"] as const)
    .map((verdict) => [verdicts.filter((one) => one === verdict).length, verdict] as const)
    .filter(([count]) => count > 0);
  return `${plural(verdicts.length, "stack")}: ${counts.map(([count, verdict]) => `${count} ${verdict}`).join(", ")}`;
}

function tiles({ preview, graph }: Charted, index: number, report: Report): string {
  const { violation, undecided, advisory, baselined, waived } = countStates(preview.evaluation.findings);
  const { added, changed, removed } = changesIn(graph.root);
  const facts: (readonly [string, number | string])[] = [
    ["Verdict", shownVerdict(preview, report.strict)],
    ["Resources", resourceCell(preview.evaluation.summary)],
    ["Violations", violation],
    ["Undecided", undecided],
    ["Advisories", advisory],
    ...(report.hasBaseline ? [["In the baseline", baselined] as const] : []),
    ["Waived", waived],
    ...(graph.hasChanges ? [["Added, changed, removed", `+${added} ~${changed} −${removed}`] as const] : []),
  ];
  const title = [preview.stack, preview.environment, preview.tier === "unknown" ? undefined : preview.tier];
  const shown = facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(String(value))}</dd></div>`);
  return `<section data-tiles="${index}"${index === 0 ? "" : " hidden"}><h2>${escapeHtml([...new Set(title.filter((part) => part !== undefined))].join(" · "))}</h2><dl class="tiles">${shown.join("")}</dl></section>\n`;
}

function changesIn({ zones, nodes }: Charted["graph"]["root"]): { added: number; changed: number; removed: number } {
  const total = { added: 0, changed: 0, removed: 0 };
  for (const { added, changed, removed } of [...nodes.map(({ changes }) => changes), ...zones.map(changesIn)]) {
    total.added += added;
    total.changed += changed;
    total.removed += removed;
  }
  return total;
}

function sections(charted: readonly Charted[], drawings: readonly string[]): string {
  const canvases = charted.map(
    ({ preview }, index) =>
      `<div class="canvas" id="picture-${index}" tabindex="0" role="region" aria-label="Picture of ${escapeHtml(preview.stack)}"${index === 0 ? "" : " hidden"}>${drawings[index] ?? ""}</div>`,
  );
  const components = plural(charted.length, "stack");
  return `<section aria-labelledby="picture-title"><h2 id="picture-title">Picture</h2>
<div class="board"><div>
<div class="toolbar"><button type="button" id="zoom-in">Larger</button><button type="button" id="zoom-out">Smaller</button><button type="button" id="zoom-fit">Fit</button></div>
${canvases.join("\n")}
<ul class="legend"><li>Solid line: traffic, with its port</li><li>Dashed line: other use</li><li class="swatch violation">violations</li><li class="swatch undecided">undecided</li><li class="swatch changed">changed</li><li>Left out: encryption, secrets, identity, logs, alarms and backups; choose a part to see them</li></ul>
</div><div class="side" id="details" role="region" aria-label="Details" aria-live="polite" tabindex="0" hidden></div></div></section>
<section aria-labelledby="contents-title"><h2 id="contents-title">Contents</h2>
<div class="toolbar"><button type="button" id="open-all">Open all components</button><button type="button" id="close-all">Close all components</button></div>
<div class="tree" id="tree"></div></section>
<section aria-labelledby="findings-title"><h2 id="findings-title" tabindex="-1">Findings</h2>
<div class="toolbar">
<label>Severity <select id="filter-severity"><option value="">any</option></select></label>
<label>Verdict <select id="filter-state"><option value="">any</option></select></label>
<label>Component <select id="filter-component"><option value="">any</option></select></label>
<label>Rule <select id="filter-rule"><option value="">any</option></select></label>
<label>Stacks <select id="filter-stack"><option value="this">this one</option><option value="all">${components}</option></select></label>
<button type="button" id="clear">Clear</button><span id="findings-count" role="status"></span>
</div>
<div class="scroll" tabindex="0" role="region" aria-label="Table of findings"><table><thead><tr><th scope="col">Severity</th><th scope="col">Verdict</th><th scope="col">Rule</th><th scope="col">Resource</th><th scope="col">What is wrong, and what to do</th></tr></thead><tbody id="findings"></tbody></table></div>
<p id="no-findings" hidden>Nothing was found here.</p>
<p class="more"><button type="button" id="more-findings" hidden></button></p>
</section>`;
}

/** Modules that share one scope here, and so need neither imports nor exports. */
function script(name: string): string {
  return asset(name)
    .replaceAll(/^import [^;]*;\n/gm, "")
    .replaceAll(/^export /gm, "");
}

function asset(name: string): string {
  return readFileSync(new URL(`assets/${name}`, import.meta.url), "utf8");
}

function sha256(text: string): string {
  return `sha256-${hash("sha256", text, "base64")}`;
}

/** JSON that no HTML parser reads as anything else. */
function inert(data: object): string {
  return JSON.stringify(data).replaceAll("<", String.raw`\u003c`);
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
