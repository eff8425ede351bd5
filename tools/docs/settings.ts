import { settingsSchema } from "../../stacks/settings.ts";
import type { Pages } from "./index.ts";
import { type ReferenceRow, referenceRows } from "../../stacks/settings/_reference.ts";

const FILE = "docs/settings.md";

const INTRODUCTION = `# Settings

<!-- Written by \`npm run docs\` from the schema; change the descriptions there. -->

One value of this shape describes one system in one environment; everything the platform builds follows from it.
It is written in \`stacks/systems\` (what the application needs) and \`stacks/environments\` (where it runs and how large),
and \`rampart:settings\` in \`stacks/Pulumi.<stack>.yaml\` is merged over it: objects deep, lists and single values replaced,
\`null\` takes an optional setting away. Unknown keys are errors at every level.

\`{main}\` in a host, origin, CSP source, plain variable or client build stands for the name of \`domains.main\`.

\`<name>\` is a key of your own, \`[]\` an item of a list, and \`(kind: web)\` the form that the setting takes with that value.
A setting that is neither required nor has a default may be left out.
`;

/** The reference of the settings, from their schema. */
export function settingsReference(): string {
  const sections = Object.entries(settingsSchema.shape).map(([name, schema]) => ({
    name,
    rows: referenceRows(schema, name),
  }));
  // Single values do not need a chapter each.
  const single = sections.filter(({ rows }) => rows.length === 1).flatMap(({ rows }) => rows);
  return [
    INTRODUCTION,
    chapter("The environment itself", single),
    ...sections.filter(({ rows }) => rows.length > 1).map(({ name, rows }) => chapter(name, rows)),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

function chapter(title: string, rows: readonly ReferenceRow[]): string {
  return [`## ${title}`, "", ...rows.map(item), ""].join("\n");
}

function item({ path, required, allowed, default: fallback, description }: ReferenceRow): string {
  const presence = fallback === undefined ? (required ? "required" : "") : `default \`${fallback}\``;
  const about = [description, `Allowed: ${allowed}.`].filter((text) => text !== "").join(" ");
  return `- **\`${path}\`**${presence === "" ? "" : ` (${presence})`}: ${about}`;
}

/** docs/settings.md. */
export function settingsPages(): Pages {
  return new Map([[FILE, settingsReference()]]);
}
