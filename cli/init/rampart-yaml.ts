import type { RampartSettings } from "../rampart-file/schema.ts";

/** Where an installed package keeps the schema, for editors. */
const SCHEMA = "node_modules/rampart/dist/docs/schemas/rampart.schema.json";

/** The text of a rampart.yaml, with what a person has still to say of it. */
export function renderRampartYaml({ programs = {}, manifests = {}, baseline }: RampartSettings): string {
  const lines = [
    `# yaml-language-server: $schema=${SCHEMA}`,
    "# What Rampart judges in this repository, and how. Flags win over it; every key is in the schema above.",
    "# Declare what each stack is, such as `prod: { environment: prod, tier: prod }`: without a tier, all counts as prod.",
  ];
  if (Object.keys(programs).length > 0) lines.push("programs:");
  for (const [folder, { stacks = {}, skip }] of Object.entries(programs)) {
    const names = Object.entries(stacks);
    if (names.length === 0) lines.push(`  ${scalar(folder)}: ${flow({ skip })}`);
    else lines.push(`  ${scalar(folder)}:`, "    stacks:");
    for (const [stack, declared] of names) lines.push(`      ${scalar(stack)}: ${flow(declared)}`);
  }
  if (Object.keys(manifests).length > 0) lines.push("manifests:");
  for (const [path, declared] of Object.entries(manifests)) lines.push(`  ${scalar(path)}: ${flow(declared)}`);
  if (baseline !== undefined) lines.push(`baseline: ${scalar(baseline)}`);
  return `${lines.join("\n")}\n`;
}

function flow(map: object): string {
  const entries = Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return entries.length === 0 ? "{}" : `{ ${entries.map(([key, text]) => `${key}: ${scalar(text)}`).join(", ")} }`;
}

/** Plain where YAML reads it as the same text under every version; JSON is YAML, too. */
function scalar(text: string): string {
  const isPlain = /^[A-Za-z][\w./-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
