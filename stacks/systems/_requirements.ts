import { driveAliveRequirements } from "./_requirements-drive-alive.ts";
import { flaskAppRequirements } from "./_requirements-flask-app.ts";
import { lugnTryggRequirements } from "./_requirements-lugn-trygg.ts";
import { mahaseelRequirements } from "./_requirements-mahaseel.ts";
import { mluvMeRequirements } from "./_requirements-mluv-me.ts";
import { type Area, type Mark, type SystemRequirements } from "./_requirements-types.ts";

/** What each system asks of the platform, and what answers it. */
export const REQUIREMENTS: readonly SystemRequirements[] = [
  mahaseelRequirements,
  driveAliveRequirements,
  mluvMeRequirements,
  lugnTryggRequirements,
  flaskAppRequirements,
];

const LETTERS: Readonly<Record<string, Mark>> = { a: "asked", i: "implied", "-": "absent" };

/** One letter for each system, in the order of `REQUIREMENTS`: asked, implied, absent. */
const TABLE: Readonly<Record<Area, string>> = {
  "Isolation, named egress": "iiiia",
  "Encryption keys": "iaaii",
  "Managed, rotated secrets": "aaaaa",
  Postgres: "iaa--",
  "Document store": "---aa",
  "Pool limits": "-a---",
  "Redis state/limits": "iaaaa",
  "Media upload": "a-ii-",
  "Virus scan": "a----",
  "Hardened pods": "iiaia",
  "Workers/jobs": "-aiaa",
  "TLS, HSTS, redirect": "aaaaa",
  "Headers/CSP": "aaaaa",
  "CORS/trusted hosts": "aaaaa",
  Throttling: "aaaaa",
  "SPA hosting": "-iiai",
  "Audit events": "iiaaa",
  "Dashboards/alerts": "aiaaa",
  "Backup, RTO/RPO": "iiaai",
  GDPR: "--ai-",
  "Scans, SBOM": "aaaaa",
  "Staged rollout": "aaaaa",
};

/** Whether the documents of a system ask for an area. */
export function markOf(area: Area, system: string): Mark {
  const at = REQUIREMENTS.findIndex((one) => one.system === system);
  return LETTERS[TABLE[area][at] ?? "-"] ?? "absent";
}
