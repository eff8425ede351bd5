import { STATEFUL } from "../../engine/against/stateful.ts";
import { canonicalType } from "../../policies/types.ts";
import type { Replacing } from "../../engine/against/stateful/kind.ts";

/**
 * Inputs that a list of fixed ones holds although nothing is lost with them: names that AWS changes in place, because what
 * reads the resource finds it by its name, and all of what production protects for another reason than its data. Of that,
 * an address or an ARN is what others hold, and a lock or a copy keeps the data of somebody else.
 */
const HELD_BY_OTHERS: Readonly<Record<string, readonly string[]>> = {
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": ["backupVaultName"],
  "aws:ec2/eip:Eip": ["domain"],
  "aws:ec2/vpc:Vpc": ["cidrBlock"],
  "aws:lb/loadBalancer:LoadBalancer": ["name", "internal", "loadBalancerType"],
  "aws:rds/instance:Instance": ["identifier"],
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": [
    "sourceDbInstanceArn",
    "kmsKeyId",
    "retentionPeriod",
  ],
};

/** Of every resource of AWS: it stays in the region in which it was made. */
const REGION = "region";

/** Resources of this provider are what they made up: any input that changes makes up something else. */
export const MADE_UP = "random:";

/**
 * What a kind of resource keeps for life, as dotted paths below its inputs: another value there is another resource. What
 * replaces it only sometimes is left out, as no change of it has to be accepted.
 */
export function fixedPaths(type: string): readonly string[] | undefined {
  const canonical = canonicalType(type);
  const [kind, held] = [STATEFUL[canonical], HELD_BY_OTHERS[canonical]];
  if (kind === undefined && held === undefined) return undefined;
  const replacing = Object.entries(kind?.replacing ?? {}).filter(([, when]) => isForLife(when));
  const paths = [...replacing.map(([path]) => path), ...(held ?? [])].toSorted();
  return type.startsWith("aws:") ? [...paths.filter((path) => path !== REGION), REGION] : paths;
}

function isForLife({ on, sometimes }: Replacing): boolean {
  return on === undefined && sometimes === undefined;
}
