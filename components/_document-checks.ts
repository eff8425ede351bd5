import { checkWindows } from "./_database-windows.ts";
import { checkLogRetention } from "./_log-retention.ts";

/** Versions that components accept, oldest first. DocumentDB has no minor ones to choose. */
export const DOCUMENT_VERSIONS = ["5.0", "8.0"] as const;
export type DocumentVersion = (typeof DOCUMENT_VERSIONS)[number];

const sizes = (family: string, list: readonly string[]) => list.map((size) => `db.${family}.${size}`);
const UP_TO_16 = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"];

/** Instance classes that both versions offer. Those with a local cache (r6gd) are left out: version 8.0 lacks them. */
export const DOCUMENT_INSTANCE_CLASSES: readonly string[] = [
  ...sizes("t3", ["medium"]),
  ...sizes("t4g", ["medium"]),
  ...sizes("r5", [...UP_TO_16, "24xlarge"]),
  ...sizes("r6g", UP_TO_16),
  ...sizes("r8g", UP_TO_16),
];

/** What `checkDocumentStore` looks at: the arguments of a DocumentStore with their defaults filled in. */
export interface DocumentChecks {
  readonly engineVersion: string;
  readonly instanceClass: string;
  readonly instances: number;
  readonly availabilityZones: readonly string[];
  readonly region: string;
  readonly masterUsername: string;
  readonly backupRetentionDays: number;
  readonly backupWindow: string;
  readonly maintenanceWindow: string;
  readonly logRetentionDays: number;
  readonly slowOperationMilliseconds: number;
}

/** Names that DocumentDB keeps for itself, and names that attackers try first. */
const FORBIDDEN_MASTERS = ["admin", "administrator", "rdsadmin", "root", "serviceadmin", "user"];

/** Rejects what DocumentDB would refuse, before anything is registered. */
export function checkDocumentStore(name: string, args: DocumentChecks): void {
  const where = `DocumentStore "${name}"`;
  // The identifier is this name, a suffix of nine characters and, for instances, a number of three: 63 at most.
  if (!/^[a-z](-?[a-z0-9])*$/.test(name) || name.length > 40) {
    throw new Error(
      `${where}: the name begins the identifier of the cluster; allowed are 1 to 40 characters of a-z, 0-9 and single hyphens, ` +
        `beginning with a letter and ending with a letter or digit.`,
    );
  }
  oneOf(where, "engineVersion", args.engineVersion, DOCUMENT_VERSIONS);
  oneOf(where, "instanceClass", args.instanceClass, DOCUMENT_INSTANCE_CLASSES);
  // One writer and at most 15 replicas.
  within(where, "instances", args.instances, 1, 16);
  checkZones(where, args);
  const { masterUsername } = args;
  if (!/^[A-Za-z][A-Za-z0-9]{0,62}$/.test(masterUsername) || FORBIDDEN_MASTERS.includes(masterUsername)) {
    throw new Error(
      `${where}: masterUsername is "${masterUsername}"; allowed are 1 to 63 letters and digits, beginning with a letter, and not ` +
        `${FORBIDDEN_MASTERS.join(", ")}. Choose another name.`,
    );
  }
  within(where, "backupRetentionDays", args.backupRetentionDays, 1, 35);
  checkWindows(where, args.backupWindow, args.maintenanceWindow);
  checkLogRetention(where, "logRetentionDays", args.logRetentionDays);
  // The profiler takes no shorter threshold.
  within(where, "slowOperationMilliseconds", args.slowOperationMilliseconds, 50, 2_147_483_647);
}

function checkZones(where: string, { availabilityZones, region }: DocumentChecks): void {
  if (new Set(availabilityZones).size < 2) {
    throw new Error(
      `${where}: availabilityZones has ${availabilityZones.length}; list at least two different zones of ${region}.`,
    );
  }
  for (const zone of availabilityZones) {
    if (zone.startsWith(region)) continue;
    throw new Error(`${where}: availabilityZones has "${zone}", which is not in ${region}; name its zones.`);
  }
}

function within(where: string, argument: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new Error(`${where}: ${argument} is ${value}; allowed are whole numbers from ${least} to ${most}.`);
}

function oneOf(where: string, argument: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new Error(`${where}: ${argument} is "${value}"; allowed are ${allowed.join(", ")}.`);
}
