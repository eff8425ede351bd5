/** A hosted zone as far as names go. */
export interface NamedZone {
  readonly name: string;
}

/** Labels of letters, digits and inner hyphens; the last one not a number, so that an address is no name. */
const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Whether `name` is a domain name in lower case, without a dot at the end. */
export function isDomain(name: string): boolean {
  return DOMAIN.test(name);
}

/** Whether `host` is a domain name, or `*.` in front of one. */
export function isHost(host: string): boolean {
  return isDomain(withoutWildcard(host));
}

/** The name that proves a host to ACM: a wildcard and its parent share one record. */
export function withoutWildcard(host: string): string {
  return host.startsWith("*.") ? host.slice(2) : host;
}

/** The zone that answers for a host: of those it lies in, the one with the longest name. */
export function zoneOf<Zone extends NamedZone>(host: string, zones: readonly Zone[]): Zone | undefined {
  const name = withoutWildcard(host);
  return zones
    .filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`))
    .reduce<Zone | undefined>((best, zone) => (zone.name.length > (best?.name.length ?? 0) ? zone : best), undefined);
}

/** A host as part of a resource name. */
export function hostSlug(host: string): string {
  return host.replace(/^\*/, "wildcard").replaceAll(".", "-");
}
