import type { Settings } from "../settings.ts";
import { fillDomains } from "./_templates.ts";

/** The settings with `{domain}` replaced by the domain's name in hosts, origins, CSP sources, environments and client builds. */
export function filled(settings: Settings): Settings {
  const fill = (text: string) => fillDomains(text, settings.domains);
  const { edge, media, site } = settings;
  return {
    ...settings,
    ...(media !== undefined && { media: { ...media, host: fill(media.host) } }),
    ...(site !== undefined && { site: { ...site, hosts: site.hosts.map(fill) } }),
    edge: {
      ...edge,
      cors: { ...edge.cors, origins: edge.cors.origins.map(fill) },
      headers: {
        ...edge.headers,
        csp: {
          ...edge.headers.csp,
          directives: mapValues(edge.headers.csp.directives, (sources) => sources?.map(fill)),
        },
      },
    },
    workloads: mapValues(settings.workloads, (workload) => ({
      ...workload,
      ...(workload.kind === "web" && { hosts: workload.hosts.map(fill) }),
      env: mapValues(workload.env, (value) => (typeof value === "string" ? fill(value) : value)),
    })),
    clientBuild: mapValues(settings.clientBuild, fill),
  };
}

function mapValues<T extends object>(object: T, change: (value: T[keyof T]) => T[keyof T]): T {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)])) as T;
}
