import type { SettingsInput } from "../settings.ts";

/** Pods of a replicated workload. */
interface Scale {
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/** Images that the platform itself runs in every system with Postgres. */
export type PostgresImage = "pgbouncer" | "pgbouncerExporter" | "bootstrap";

/**
 * What an environment gives a system: a place to run and sizes. What the system needs whatever the place is in
 * the system's own file.
 */
export interface Place<Image extends string, Scaled extends string> {
  readonly environment: string;
  readonly tier: SettingsInput["tier"];
  readonly accountId: string;
  readonly region: string;
  /** Region of the backup copies. */
  readonly copyRegion: string;
  readonly domain: { readonly name: string; readonly hostedZoneId: string };
  readonly network: SettingsInput["network"];
  readonly endpoint: { readonly access: "public"; readonly publicCidrs: readonly string[] };
  /** Names of the IAM roles in the account; the ARNs follow. */
  readonly roles: {
    readonly deployer: string;
    readonly admin: string;
    readonly operator: string;
    readonly readOnly: string;
    readonly breakGlass: string;
  };
  /** Images by digest; `session` is what people look into the stores with. */
  readonly images: Readonly<Record<Image | "session", string>>;
  readonly scale: Readonly<Record<Scaled, Scale>>;
  readonly stateNodeType: string;
  readonly alarmEmails: readonly string[];
  readonly monthlyUsd: number;
}

/** A place for a system that keeps its data in Postgres. */
export interface PostgresPlace<Image extends string, Scaled extends string> extends Place<Image, Scaled> {
  readonly database: {
    readonly instanceClass: string;
    readonly allocatedStorageGib: number;
    readonly maxAllocatedStorageGib: number;
  };
}

/** A place for a system that keeps its data in DocumentDB. */
export interface DocumentPlace<Image extends string, Scaled extends string> extends Place<Image, Scaled> {
  readonly documentStore: { readonly instanceClass: string; readonly instances: number };
}

/** The parts of the settings that follow from the place alone. */
export function placed(place: Place<string, string>) {
  const role = (name: string) => `arn:aws:iam::${place.accountId}:role/${name}`;
  const { deployer, admin, operator, readOnly, breakGlass } = place.roles;
  return {
    environment: place.environment,
    tier: place.tier,
    accountId: place.accountId,
    region: place.region,
    domains: { main: { ...place.domain, validation: "dns" } },
    network: place.network,
    cluster: {
      version: "1.36",
      endpoint: place.endpoint,
      access: {
        deployerRoleArns: [role(deployer)],
        adminRoleArns: [role(admin)],
        operatorRoleArns: [role(operator)],
        readOnlyRoleArns: [role(readOnly)],
        breakGlassRoleArn: role(breakGlass),
      },
    },
    backup: {
      copyRegion: place.copyRegion,
      classes: {
        database: { retentionDays: 35, copyRetentionDays: 35 },
        media: { retentionDays: 35, copyRetentionDays: 35 },
      },
    },
    budget: { monthlyUsd: place.monthlyUsd },
  } as const satisfies Partial<SettingsInput>;
}
