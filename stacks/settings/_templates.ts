/**
 * `{main}` in a host, origin or value stands for the name of `domains.main`, so that an environment changes
 * its domain in one place and everything below it follows.
 */
export const TEMPLATE_PATTERN = String.raw`\{[a-z][a-z0-9-]*\}`;

const REFERENCE = /\{([a-z][a-z0-9-]*)\}/g;

export type DomainNames = { readonly [key: string]: { readonly name: string } };

/** The domain keys that a text refers to. */
export function domainReferences(template: string): string[] {
  return [...template.matchAll(REFERENCE)].map((match) => match[1] as string);
}

/** Replaces each reference by the domain's name; a reference to nothing stays as it is (validation reports it). */
export function fillDomains(template: string, domains: DomainNames): string {
  return template.replaceAll(REFERENCE, (reference, key: string) => domains[key]?.name ?? reference);
}

/** True when `host` is one of the domains or a name below one. */
export function belongsTo(host: string, domains: DomainNames): boolean {
  return Object.values(domains).some(({ name }) => host === name || host.endsWith(`.${name}`));
}
