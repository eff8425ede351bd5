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

/** What people look for in vain: said once, so that nobody has to infer it from the absence of a key. */
const LIMITS = `## What no setting can say

- **Regions.** An environment runs in one region of the partition \`aws\`; a second one holds copies of backups and nothing
  that runs. Two regions at once are two environments, each with domains and data of its own.
- **Stores.** RDS for PostgreSQL (one instance with a standby, no read replica), DocumentDB and Valkey; \`caches.stores.state\`
  is always there. Search engines, other databases and brokers are third parties: name them in \`egress\`, by host name and
  port, never by address.
- **The way in.** Everything public comes through CDN and web ACL, as HTTP requests or WebSockets; gRPC does not come in, and
  goes from workload to workload by \`connects\`. A \`web\` workload has one port, one public host at least and two pods at
  least: there is none that only other workloads reach, so close its routes with \`allowedCidrs\`.
- **People.** No sign-in at the edge. What only employees may use is limited to the addresses of an office or a VPN by
  \`allowedCidrs\`, and signs people in by itself.
- **Sizes.** An answer begins within \`edge.responseSeconds\`, 120 at most; a body has 64 KiB at most (\`edge.waf.maxBodyKib\`),
  a media upload 2000 MiB. What is longer or larger goes by a queue to a worker, or to the application in parts.
- **Hosts.** Each by its name, 100 at most in one environment, and no \`*\`. A customer's own domain is an entry of \`domains\`
  with \`validation: "external"\`; a new one renews the certificate for all.
- **Machines.** Families c, m and r of EC2: no GPUs, and no disk for pods that outlives them.
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
    LIMITS,
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
