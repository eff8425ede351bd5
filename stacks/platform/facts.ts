import * as pulumi from "@pulumi/pulumi";
import { clientIpDepth } from "../../components/_ingress-args.ts";
import type { Caches } from "../../components/caches.ts";
import type { Database } from "../../components/database.ts";
import type { Settings, Workload } from "../settings.ts";
import type { Fact } from "../settings/_facts.ts";
import { ANTIVIRUS, ANTIVIRUS_PORT, mediaBuckets, serviceHost } from "./names.ts";

/** What facts are read from. */
export interface FactSources {
  readonly settings: Settings;
  readonly namespace: string;
  /** Absent in a system without Postgres. */
  readonly database: Pick<Database, "address" | "port"> | undefined;
  readonly caches: Pick<Caches, "stores">;
}

type FactValue = pulumi.Input<string> | readonly string[];

/** A workload's plain environment, with what the platform knows filled in. */
export function environmentOf(workload: Workload, sources: FactSources): Record<string, pulumi.Input<string>> {
  return Object.fromEntries(
    Object.entries(workload.env).map(([variable, value]) => [
      variable,
      typeof value === "string" ? value : written(factOf(value.from, workload, sources), value.format),
    ]),
  );
}

function written(value: FactValue, format: "comma" | "json"): pulumi.Input<string> {
  if (!Array.isArray(value)) return value as pulumi.Input<string>;
  return format === "json" ? JSON.stringify(value) : value.join(",");
}

function factOf(fact: Fact, workload: Workload, { settings, namespace, database, caches }: FactSources): FactValue {
  switch (fact) {
    case "environment":
      return settings.environment;
    case "region":
      return settings.region;
    case "hosts":
      return workload.kind === "web" ? workload.hosts : hostsOf(settings);
    case "cors-origins":
      return settings.edge.cors.origins;
    case "client-ip-depth":
      // Every ingress of ours is behind the CDN.
      return String(clientIpDepth("cdn"));
    case "database.host":
      return known(fact, database).address;
    case "database.port":
      return pulumi.output(known(fact, database).port).apply(String);
    case "state.host":
      return caches.stores.state.address;
    case "state.port":
      return String(caches.stores.state.port);
    case "cache.host":
      return known(fact, caches.stores.cache).address;
    case "cache.port":
      return String(known(fact, caches.stores.cache).port);
    case "media.upload-bucket":
      return mediaBuckets(settings).upload;
    case "media.serving-bucket":
      return mediaBuckets(settings).serving;
    case "media.base-url":
      return `https://${known(fact, settings.media).host}`;
    case "antivirus.host":
      return serviceHost(ANTIVIRUS, namespace);
    case "antivirus.port":
      return String(ANTIVIRUS_PORT);
  }
}

/** Every public host of the workloads. */
export function hostsOf({ workloads }: Pick<Settings, "workloads">): string[] {
  return [...new Set(Object.values(workloads).flatMap((workload) => (workload.kind === "web" ? workload.hosts : [])))];
}

/** The settings' own rules refuse a fact whose part of the platform is not described. */
function known<T>(fact: Fact, part: T | undefined): T {
  if (part === undefined) throw new Error(`fact "${fact}" was asked for without the part of the settings it needs`);
  return part;
}

/** Every host that a certificate has to cover. */
export function publicHosts(settings: Settings): string[] {
  const { site, media } = settings;
  return [...new Set([...hostsOf(settings), ...(site?.hosts ?? []), ...(media === undefined ? [] : [media.host])])];
}
