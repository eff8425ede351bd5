/** What EKS says of one Kubernetes version. */
interface Version {
  /** Last day of standard support, or the earliest it can be. `YYYY-MM-DD`. */
  readonly standardSupportUntil: string;
}

/**
 * From the release calendar of the EKS user guide ("Understand the Kubernetes version lifecycle on EKS"),
 * read 2026-11-20. Standard support lasts 14 months. For 1.36 the calendar's day was not to be had: the
 * version was not yet offered on 2026-04-24, so its support ends on 2027-06-24 at the earliest.
 */
const VERSIONS: Readonly<Record<string, Version>> = {
  "1.34": { standardSupportUntil: "2026-12-02" },
  "1.35": { standardSupportUntil: "2027-03-27" },
  "1.36": { standardSupportUntil: "2027-06-24" },
};

/** Default of the Cluster component. */
export const DEFAULT_VERSION = "1.36";

/** The first version whose Auto Mode gives single pods a security group (docs/decisions/0010-pod-security-groups.md). */
export const MINIMUM_VERSION = "1.36";

/** A new cluster should not have to be upgraded within this time. */
const DAYS_LEFT = 60;

/**
 * Rejects a version within 60 days of the end of its standard support, and one that is not in the table. After
 * that day EKS upgrades the cluster by itself.
 *
 * @param today `YYYY-MM-DD`, passed in so that equal settings give equal results on any day.
 */
export function assertSupported(where: string, version: string, today: string): void {
  const until = VERSIONS[version]?.standardSupportUntil;
  if (until === undefined) throw unknownVersion(where, version, Object.keys(VERSIONS));
  const left = Math.floor((Date.parse(until) - Date.parse(today)) / 86_400_000);
  if (left >= DAYS_LEFT) return;
  const state = left < 0 ? "ended" : "ends";
  throw new Error(
    `${where}: version is "${version}", whose standard support ${state} on ${until}, less than ${DAYS_LEFT} days ` +
      `after ${today}. ${advice(version)}`,
  );
}

/** What the Cluster component asks of a version on any day. */
export function assertCapableVersion(where: string, version: string): void {
  const capable = Object.keys(VERSIONS).filter((known) => !isOlder(known, MINIMUM_VERSION));
  if (capable.includes(version)) return;
  if (!(version in VERSIONS)) throw unknownVersion(where, version, capable);
  throw new Error(
    `${where}: version is "${version}"; allowed are ${capable.join(", ")}. Below ${MINIMUM_VERSION} Auto Mode has no ` +
      `security groups for single pods, and every pod could reach the database.`,
  );
}

function unknownVersion(where: string, version: string, allowed: readonly string[]): Error {
  return new Error(
    `${where}: version is "${version}"; allowed are ${allowed.join(", ")}. Only versions whose end of support is known ` +
      `are allowed.`,
  );
}

function advice(version: string): string {
  const newer = Object.keys(VERSIONS).filter((known) => isOlder(version, known));
  return newer.length > 0
    ? `Choose ${newer.join(" or ")}.`
    : `No newer version is known here: add the next one, with its date, to components/_cluster-versions.ts.`;
}

function isOlder(a: string, b: string): boolean {
  const [majorA = 0, minorA = 0] = a.split(".").map(Number);
  const [majorB = 0, minorB = 0] = b.split(".").map(Number);
  return majorA !== majorB ? majorA < majorB : minorA < minorB;
}
