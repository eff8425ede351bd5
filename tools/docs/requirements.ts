import { everyEnvironment } from "../../stacks/environments/index.ts";
import { loadSettings } from "../../stacks/load.ts";
import type { Settings } from "../../stacks/settings.ts";
import { REQUIREMENTS, markOf } from "../../stacks/systems/_requirements.ts";
import {
  AREAS,
  type Answer,
  type Mark,
  type Requirement,
  type ResourceAnswer,
  type SystemRequirements,
} from "../../stacks/systems/_requirements-types.ts";
import type { Pages } from "./index.ts";

const FILE = "docs/requirements.md";

const INTRODUCTION = `# Requirements

<!-- Written by \`npm run docs\` from stacks/systems/_requirements*.ts; change the rows there. -->

What five applications ask of the platform, and what answers them: a property of a resource in the plan of their production, a setting that the
application keeps by itself, a runbook, or the application's own part with what the platform hands over. A test records the five plans and looks up
every row. "(P)" marks what the documents leave open and we propose. **Planned** is what is not made yet; nothing planned counts as met.

● asked, ○ implied, – absent. A number is how many parts of the answer are still planned.
`;

/** The day of no consequence: requirements say nothing of versions that come to their end. */
const ANY_DAY = "2026-01-01";

function requirementsReference(): string {
  return [INTRODUCTION, table(), ...REQUIREMENTS.map(chapter)].join("\n").trimEnd().concat("\n");
}

const SIGNS: Readonly<Record<Mark, string>> = { asked: "●", implied: "○", absent: "–" };

function table(): string {
  const rows = AREAS.map((area) => [area, ...REQUIREMENTS.map((one) => sign(area, one))]);
  return markdown([["Requirement", ...REQUIREMENTS.map(({ title }) => title)], ...rows]);
}

function sign(area: Requirement["area"], { system, requirements }: SystemRequirements): string {
  const open = requirements
    .filter((one) => one.area === area)
    .flatMap(({ met }) => met)
    .filter(({ by }) => by === "planned").length;
  return `${SIGNS[markOf(area, system)]}${open === 0 ? "" : ` ${open}`}`;
}

function chapter({ system, title, requirements }: SystemRequirements): string {
  const { settings } = loadSettings({ system, environment: productionOf(system), today: ANY_DAY });
  const areas = AREAS.flatMap((area) => {
    const asked = requirements.filter((one) => one.area === area);
    if (asked.length === 0) return [];
    const items = asked.flatMap(({ asks, met }) => [`- ${asks}`, ...answers(met, settings).map((it) => `  - ${it}`)]);
    return [`### ${area}`, "", ...items, ""];
  });
  return [`## ${title}`, "", ...areas].join("\n");
}

function productionOf(system: string): string {
  const first = everyEnvironment().find((at) => at.system === system);
  if (first === undefined) throw new Error(`stacks/environments has no ${system}`);
  return first.environment;
}

/** Properties of one resource are told together. */
function answers(met: readonly Answer[], settings: Settings): string[] {
  const resources = Map.groupBy(
    met.filter((answer) => answer.by === "resource"),
    ({ type, name }) => `\`${type.split(":").at(-1)}\` \`${name}\``,
  );
  const own = [...resources].map(([title, properties]) => `${title}: ${properties.map(propertyOf).join(", ")}`);
  const others = met.flatMap((answer) => (answer.by === "resource" ? [] : [told(answer, settings)]));
  return [...own, ...others];
}

function propertyOf(answer: ResourceAnswer): string {
  if ("is" in answer) return `\`${answer.property}\` = ${short(answer.is)}`;
  return answer.has === undefined
    ? `\`${answer.property}\``
    : `\`${answer.property}\` with \`${answer.has.replaceAll("`", "'")}\``;
}

function short(value: unknown): string {
  const text = JSON.stringify(value);
  return `\`${text.length > 120 ? `${text.slice(0, 117)}...` : text}\``;
}

function told(answer: Exclude<Answer, ResourceAnswer>, settings: Settings): string {
  switch (answer.by) {
    case "setting":
      return `setting \`${answer.path}\` = ${short(answer.is)}`;
    case "application": {
      const found = settings.application.find(({ item }) => item.startsWith(answer.item));
      return `application: ${found?.item ?? answer.item}. Handed over: ${found?.handsOver ?? "nothing"}`;
    }
    case "runbook":
      return `runbook [${answer.name}](runbooks/${answer.name}.md)`;
    case "file":
      return `[${answer.file}](../${answer.file}): \`${answer.has}\``;
    case "command":
      return `\`${answer.command}\``;
    case "planned":
      return `**Planned**: ${answer.what}`;
  }
}

/** A table with its columns in line, as the formatter leaves it. */
function markdown(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? "").length)));
  const line = (cells: readonly string[], fill = " ") =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [
    line(head),
    line(
      head.map(() => ""),
      "-",
    ),
    ...body.map((cells) => line(cells)),
    "",
  ].join("\n");
}

/** docs/requirements.md. */
export function requirementsPages(): Pages {
  return new Map([[FILE, requirementsReference()]]);
}
