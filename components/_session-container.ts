import * as pulumi from "@pulumi/pulumi";
import { isInRegion } from "./_ecr-image.ts";

/** Programs that the image starts; each is told apart by `SESSION_CLIENT`. */
export type SessionClient = "psql" | "valkey-cli";

/** When a container ends that says nothing else. */
const DEFAULT_MINUTES = 60;

/** The container's name, on which the operators' policy rests. */
export const SESSION_CONTAINER = "session";

const PINNED = /@sha256:[0-9a-f]{64}$/;

interface SessionChecks {
  readonly region: string;
  readonly sessions: Readonly<Record<string, { readonly image: string; readonly minutes?: number }>>;
  readonly outsideRegistry?: boolean;
}

export function assertSessions(where: string, { region, sessions, outsideRegistry = false }: SessionChecks): void {
  if (Object.keys(sessions).length === 0) {
    throw new Error(`${where}: sessions is empty; list a server that people may log in to, or leave the part out.`);
  }
  for (const [name, { image, minutes = DEFAULT_MINUTES }] of Object.entries(sessions)) {
    if (!/^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/.test(name)) {
      throw new Error(
        `${where}: a session is named "${name}"; allowed are lower-case letters, digits and inner hyphens, at most 30.`,
      );
    }
    if (!PINNED.test(image)) {
      throw new Error(`${where}: sessions.${name}.image is "${image}"; pin it by digest, …@sha256:<64 hex digits>.`);
    }
    if (!outsideRegistry && !isInRegion(image, region)) {
      throw new Error(
        `${where}: sessions.${name}.image is "${image}", which no endpoint leads to; take one from ECR in ${region}, or set ` +
          `outsideRegistry to open HTTPS to anywhere.`,
      );
    }
    if (!Number.isInteger(minutes) || minutes < 5 || minutes > 480) {
      throw new Error(`${where}: sessions.${name}.minutes is ${minutes}; allowed are whole minutes from 5 to 480.`);
    }
  }
}

export interface SessionContainerArgs {
  readonly client: SessionClient;
  readonly image: string;
  readonly minutes?: number;
  readonly secretArn: pulumi.Input<string>;
  readonly region: string;
  readonly logGroup: pulumi.Input<string>;
}

/** Environment variable to the JSON field of the secret that it takes; the names are those that libpq reads. */
const VARIABLES: Readonly<Record<SessionClient, Readonly<Record<string, string>>>> = {
  psql: { PGHOST: "host", PGPORT: "port", PGDATABASE: "database", PGUSER: "username", PGPASSWORD: "password" },
  "valkey-cli": {
    SESSION_HOST: "host",
    SESSION_PORT: "port",
    SESSION_USER: "username",
    REDISCLI_AUTH: "password",
  },
};

/** What the agent has for uploading a transcript when sessions are ended, within the two minutes that Fargate allows. */
const UPLOAD_SECONDS = 90;

/**
 * A container that waits until its time is over; people enter it. ECS hands it the login when it starts, so a login
 * that was rotated meanwhile needs another container.
 */
export function containerDefinition(args: SessionContainerArgs): pulumi.Output<string> {
  const { client, image, minutes = DEFAULT_MINUTES, secretArn, region, logGroup } = args;
  return pulumi.jsonStringify([
    {
      name: SESSION_CONTAINER,
      image,
      essential: true,
      // Not a command, which whoever starts the container may replace.
      entryPoint: ["/usr/local/bin/hold", String(minutes * 60), String(UPLOAD_SECONDS)],
      // To end the sessions, which the agent starts as root.
      user: "0",
      stopTimeout: 120,
      environment: [{ name: "SESSION_CLIENT", value: client }],
      secrets: Object.entries(VARIABLES[client]).map(([name, field]) => ({
        name,
        valueFrom: pulumi.interpolate`${secretArn}:${field}::`,
      })),
      // The agent of ECS Exec leaves children behind, which an init process has to collect.
      linuxParameters: { initProcessEnabled: true },
      // ECS Exec writes its agent's files there and does not start on a read-only one.
      readonlyRootFilesystem: false,
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": logGroup,
          "awslogs-region": region,
          "awslogs-stream-prefix": "container",
          mode: "blocking",
        },
      },
    },
  ]);
}
