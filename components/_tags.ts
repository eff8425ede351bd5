/** Who a resource belongs to. Every component takes this and puts it on each taggable resource it makes. */
export interface Tags {
  /** Name of the system that the platform runs, for example `drive-alive`. */
  readonly system: string;
  /** Name of the environment, for example `staging`. Never read by code, only written on resources. */
  readonly environment: string;
  /** Team or mailbox that answers for the resource. */
  readonly owner: string;
  /** How sensitive the data is, for example `internal`, `personal` or `sensitive`. Backup plans select by it. */
  readonly dataClass: string;
  /** `YYYY-MM-DD` on which everything is to be destroyed; absent for what stays. */
  readonly expires?: string;
}

/**
 * The tags of one resource. Keys are lower case with hyphens, because AWS compares tag keys by case and
 * a policy condition that names the wrong case silently matches nothing.
 *
 * @param component Which part of the platform made the resource, for example `network`.
 */
export function tagsFor(component: string, tags: Tags): Record<string, string> {
  return {
    system: tags.system,
    environment: tags.environment,
    owner: tags.owner,
    "data-class": tags.dataClass,
    component,
    "managed-by": "rampart",
    ...(tags.expires !== undefined && { expires: tags.expires }),
  };
}

/** `tagsFor` with the `Name` tag, which is the only name that EC2 and VPC resources show in the console. */
export function namedTags(component: string, name: string, tags: Tags): Record<string, string> {
  return { ...tagsFor(component, tags), Name: name };
}
