import type * as aws from "@pulumi/aws";
import { type CspArgs, renderCsp } from "./_csp.ts";

type ReferrerPolicy = "no-referrer" | "same-origin" | "strict-origin" | "strict-origin-when-cross-origin";
type CorsMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

/** What browsers may do from pages of other origins. */
export interface CorsArgs {
  /** Origins that may call: https, without a path, never `*`. An empty list sends no CORS headers. */
  readonly origins: readonly string[];
  /** @default GET, POST, PUT, PATCH, DELETE and OPTIONS */
  readonly methods?: readonly CorsMethod[];
  /** Request headers they may send. @default Authorization and Content-Type */
  readonly headers?: readonly string[];
  /** Response headers that scripts may read. @default those of rate limits: Retry-After and X-RateLimit-* */
  readonly exposedHeaders?: readonly string[];
  /** Whether cookies are sent. @default false */
  readonly credentials?: boolean;
  /** How long a preflight is remembered, 0 to 86400. @default 3600 */
  readonly maxAgeSeconds?: number;
}

/** Response headers that the edge owns: whatever the origin says is overridden. */
export interface HeaderArgs {
  /** Strict-Transport-Security: a year at least, always with sub-domains. `preload` is hard to undo. */
  readonly hsts?: {
    /** 31536000 or more. @default 31536000 */
    readonly maxAgeSeconds?: number;
    /** @default false */
    readonly preload?: boolean;
  };
  /** @default "DENY" */
  readonly frameOptions?: "DENY" | "SAMEORIGIN";
  /** @default "strict-origin-when-cross-origin" */
  readonly referrerPolicy?: ReferrerPolicy;
  /** Who may use a feature of the device: `self` and https origins; an empty list is nobody. */
  readonly permissionsPolicy: Readonly<Record<string, readonly string[] | undefined>>;
  /** `application` lets the application's own policy pass, for nonces. */
  readonly csp: CspArgs | "application";
  /** Sends the obsolete `X-XSS-Protection: 1; mode=block`. @default false */
  readonly xssProtection?: boolean;
  /** @default none */
  readonly cors?: CorsArgs;
  /**
   * Cross-Origin-Opener-Policy. The default cuts pages off from those that opened them, but not from pop-ups they
   * open themselves, which sign-in with other providers and payments need. @default "same-origin-allow-popups"
   */
  readonly openerPolicy?: "same-origin" | "same-origin-allow-popups" | "unsafe-none";
  /**
   * Cross-Origin-Resource-Policy. The default lets the hosts of one registrable domain embed one another: site,
   * service and media. @default "same-site"
   */
  readonly resourcePolicy?: "same-origin" | "same-site" | "cross-origin";
}

/** A header by name and value, sent with every response of a behaviour. */
export interface CustomHeader {
  readonly header: string;
  readonly value: string;
}

type PolicyArgs = Pick<
  aws.cloudfront.ResponseHeadersPolicyArgs,
  "corsConfig" | "customHeadersConfig" | "removeHeadersConfig" | "securityHeadersConfig"
>;

const HSTS_YEAR_SECONDS = 31_536_000;
/** CloudFront's quotas for one policy. */
const MAX_CUSTOM_HEADERS = 10;
const MAX_HEADER_LENGTH = 1_783;

/** What a server tells about itself, and what S3 tells about the key and account behind an object. */
const REMOVED = [
  "Server",
  "X-Powered-By",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-server-side-encryption-bucket-key-enabled",
  "x-amz-version-id",
];

/**
 * The inputs of a response headers policy. Everything overrides the origin, so that each header has one owner.
 *
 * @param extra More headers of the behaviour, such as Cache-Control.
 * @throws If a value contradicts another or CloudFront's quotas.
 */
export function responseHeaders(where: string, args: HeaderArgs, extra: readonly CustomHeader[] = []): PolicyArgs {
  const { csp, hsts, cors } = args;
  const text = csp === "application" ? undefined : renderCsp(where, csp);
  const reportOnly = csp !== "application" && csp.mode === "report-only";
  const custom: CustomHeader[] = [
    { header: "Permissions-Policy", value: renderPermissionsPolicy(where, args.permissionsPolicy) },
    { header: "Cross-Origin-Opener-Policy", value: args.openerPolicy ?? "same-origin-allow-popups" },
    { header: "Cross-Origin-Resource-Policy", value: args.resourcePolicy ?? "same-site" },
    // The policy's own field knows only the enforced form.
    ...(text !== undefined && reportOnly ? [{ header: "Content-Security-Policy-Report-Only", value: text }] : []),
    ...extra,
  ];
  checkCustomHeaders(where, custom);
  return {
    ...(cors !== undefined && cors.origins.length > 0 && { corsConfig: renderCors(where, cors) }),
    customHeadersConfig: { items: custom.map(({ header, value }) => ({ header, value, override: true })) },
    removeHeadersConfig: { items: REMOVED.map((header) => ({ header })) },
    securityHeadersConfig: {
      strictTransportSecurity: {
        accessControlMaxAgeSec: hstsSeconds(where, hsts?.maxAgeSeconds),
        includeSubdomains: true,
        preload: hsts?.preload ?? false,
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: args.frameOptions ?? "DENY", override: true },
      referrerPolicy: { referrerPolicy: args.referrerPolicy ?? "strict-origin-when-cross-origin", override: true },
      ...(args.xssProtection === true && { xssProtection: { protection: true, modeBlock: true, override: true } }),
      ...(text !== undefined &&
        !reportOnly && { contentSecurityPolicy: { contentSecurityPolicy: text, override: true } }),
    },
  };
}

/** The value of Strict-Transport-Security, for those that take it as text. */
export function hstsValue(where: string, hsts: HeaderArgs["hsts"]): string {
  const seconds = hstsSeconds(where, hsts?.maxAgeSeconds);
  return `max-age=${seconds}; includeSubDomains${hsts?.preload === true ? "; preload" : ""}`;
}

function hstsSeconds(where: string, seconds: number = HSTS_YEAR_SECONDS): number {
  if (Number.isInteger(seconds) && seconds >= HSTS_YEAR_SECONDS) return seconds;
  throw new Error(`${where}: hsts.maxAgeSeconds is ${seconds}; give a year, ${HSTS_YEAR_SECONDS} seconds, or more.`);
}

function renderPermissionsPolicy(where: string, policy: HeaderArgs["permissionsPolicy"]): string {
  const entries = Object.entries(policy).flatMap(([feature, allowed]) =>
    allowed === undefined ? [] : [[feature, allowed] as const],
  );
  if (entries.length === 0) {
    throw new Error(`${where}: permissionsPolicy is empty, which allows every feature; list them with [] for nobody.`);
  }
  for (const [feature, allowed] of entries) {
    if (!/^[a-z][a-z-]*$/.test(feature)) throw new Error(`${where}: permissionsPolicy has the feature "${feature}".`);
    const wrong = allowed.find((one) => one !== "self" && !/^https:\/\/[a-z0-9.-]+$/.test(one));
    if (wrong === undefined) continue;
    throw new Error(`${where}: permissionsPolicy["${feature}"] has "${wrong}"; allowed are self and https origins.`);
  }
  const written = (one: string): string => (one === "self" ? one : `"${one}"`);
  return entries.map(([feature, allowed]) => `${feature}=(${allowed.map(written).join(" ")})`).join(", ");
}

function renderCors(where: string, cors: CorsArgs): NonNullable<PolicyArgs["corsConfig"]> {
  const { origins, headers = ["Authorization", "Content-Type"], maxAgeSeconds = 3_600 } = cors;
  for (const origin of origins) {
    if (/^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/.test(origin)) continue;
    throw new Error(`${where}: cors.origins has "${origin}"; give https origins without a path, never *.`);
  }
  for (const header of headers) {
    if (/^[A-Za-z][A-Za-z0-9-]*$/.test(header)) continue;
    throw new Error(`${where}: cors.headers has "${header}"; name headers, never *.`);
  }
  if (!Number.isInteger(maxAgeSeconds) || maxAgeSeconds < 0 || maxAgeSeconds > 86_400) {
    throw new Error(`${where}: cors.maxAgeSeconds is ${maxAgeSeconds}; allowed are whole seconds from 0 to 86400.`);
  }
  const exposed = cors.exposedHeaders ?? [
    "Retry-After",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
  ];
  return {
    accessControlAllowCredentials: cors.credentials ?? false,
    accessControlAllowOrigins: { items: [...origins] },
    accessControlAllowMethods: { items: [...(cors.methods ?? DEFAULT_METHODS)] },
    accessControlAllowHeaders: { items: [...headers] },
    ...(exposed.length > 0 && { accessControlExposeHeaders: { items: [...exposed] } }),
    accessControlMaxAgeSec: maxAgeSeconds,
    originOverride: true,
  };
}

const DEFAULT_METHODS: readonly CorsMethod[] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

function checkCustomHeaders(where: string, headers: readonly CustomHeader[]): void {
  if (headers.length > MAX_CUSTOM_HEADERS) {
    throw new Error(`${where}: ${headers.length} custom headers; CloudFront takes ${MAX_CUSTOM_HEADERS} in a policy.`);
  }
  for (const { header, value } of headers) {
    if (value.length <= MAX_HEADER_LENGTH) continue;
    throw new Error(`${where}: ${header} has ${value.length} characters; CloudFront takes ${MAX_HEADER_LENGTH}.`);
  }
}
