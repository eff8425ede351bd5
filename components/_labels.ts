import type { Tags } from "./_tags.ts";

export interface LabelArgs {
  /** What runs: the workload's Kubernetes name, such as `api` or `pgbouncer`. */
  readonly name: string;
  /** Tells two copies of the same thing in one namespace apart. @default `name` */
  readonly instance?: string;
  /** The part it plays: `web`, `worker`, `migration`, `pooler`. */
  readonly component: string;
  readonly tags: Tags;
}

/** The recommended labels of Kubernetes, for every object and pod template. */
export function labelsFor(args: LabelArgs): Record<string, string> {
  return {
    ...selectorFor(args),
    "app.kubernetes.io/component": args.component,
    "app.kubernetes.io/part-of": args.tags.system,
    "app.kubernetes.io/managed-by": "rampart",
  };
}

/** The labels that select the pods. A Deployment's selector is immutable, so it holds only what never changes. */
export function selectorFor(args: Pick<LabelArgs, "name" | "instance">): Record<string, string> {
  return {
    "app.kubernetes.io/name": args.name,
    "app.kubernetes.io/instance": args.instance ?? args.name,
  };
}

/** Longest name of an object that becomes a DNS label or a label value, such as a Service or a Job. */
export const MAX_LABEL_LENGTH = 63;

/** What Pulumi adds to a name that the program leaves to it: "-" and seven digits. */
const AUTONAME_LENGTH = 8;

/** Rejects a component name with which the role `<name><suffix>` would be longer than the 64 characters of IAM. */
export function assertRoomForRole(where: string, name: string, suffix: string): void {
  const most = 64 - AUTONAME_LENGTH - suffix.length;
  if (name.length <= most) return;
  throw new Error(
    `${where}: the component's name has ${name.length} characters, but names of its IAM roles begin with it and ` +
      `allow ${most}. Shorten it.`,
  );
}

/**
 * Rejects a name that the API server would refuse. `where` begins the message, for example
 * `Workload "api"`; `most` is lowered for names that Kubernetes extends (a CronJob's is 52).
 */
export function assertKubernetesName(where: string, argument: string, value: string, most = MAX_LABEL_LENGTH): void {
  if (/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(value) && value.length <= most) return;
  throw new Error(
    `${where}: ${argument} is "${value}"; allowed are 1 to ${most} characters of a-z, 0-9 and "-", ` +
      `beginning with a letter and ending with a letter or digit. Choose such a name.`,
  );
}
