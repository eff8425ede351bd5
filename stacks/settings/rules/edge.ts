import { GENERAL_RULE, MAX_RATE_RULES } from "../../../components/_web-acl-checks.ts";
import type { PathKey } from "../../../policies/pointer.ts";
import type { Settings } from "../../settings.ts";
import { type SettingsRule, finding, rule } from "../_rule.ts";
import { isPrivate } from "./network.ts";

const UNSAFE: ReadonlySet<string> = new Set(["'unsafe-inline'", "'unsafe-eval'"]);

export const edgeRules: readonly SettingsRule[] = [
  rule(["edge"], ({ edge }) => {
    const { directives, unsafe } = edge.headers.csp;
    if (unsafe !== undefined) return [];
    return (["default-src", "script-src"] as const).flatMap((directive) =>
      (directives[directive] ?? []).flatMap((source, index) =>
        UNSAFE.has(source)
          ? [
              finding(
                { edge },
                ["edge", "headers", "csp", "directives", directive, index],
                "lets injected scripts run",
                'hashes or nonces; or edge.headers.csp.unsafe: { reason: "…" }',
              ),
            ]
          : [],
      ),
    );
  }),
  rule(["edge"], ({ edge }) =>
    Object.entries(edge.headers.csp.directives).flatMap(([directive, sources]) =>
      sources !== undefined && sources.length > 1 && sources.includes("'none'")
        ? [
            finding(
              { edge },
              ["edge", "headers", "csp", "directives", directive],
              "has sources beside 'none'",
              "'none' alone, or the sources without it: browsers ignore 'none' beside others",
            ),
          ]
        : [],
    ),
  ),
  rule(["edge", "workloads"], ({ edge, workloads }) => {
    const idle = Math.max(
      LEAST_IDLE_SECONDS,
      ...Object.values(workloads).map((workload) => (workload.kind === "web" ? workload.idleTimeoutSeconds : 0)),
    );
    return edge.responseSeconds <= idle
      ? []
      : [
          finding(
            { edge },
            ["edge", "responseSeconds"],
            "is longer than the load balancer waits",
            `at most ${idle}, or a web workload with a larger idleTimeoutSeconds`,
          ),
        ];
  }),
  rule(["edge", "tier"], ({ edge, tier }) =>
    edge.headers.hsts.preload && tier !== "prod"
      ? [
          finding(
            { edge },
            ["edge", "headers", "hsts", "preload"],
            "asks browsers to remember a domain that is not production's",
            "false outside prod",
          ),
        ]
      : [],
  ),
  rule(["edge"], (settings) => {
    const names = Object.keys(settings.edge.waf.rateRules);
    const path = ["edge", "waf", "rateRules"];
    return [
      ...(names.length > MAX_RATE_RULES
        ? [
            finding(
              settings,
              path,
              `has ${names.length} rules`,
              `at most ${MAX_RATE_RULES}: one rule may list several paths, and exact limits belong to \`limits\``,
            ),
          ]
        : []),
      ...(names.includes(GENERAL_RULE)
        ? [
            finding(
              settings,
              [...path, GENERAL_RULE],
              "has the name of the general limit",
              "another name; edge.waf.requestsPerAddress is the limit for everything",
            ),
          ]
        : []),
    ];
  }),
  rule(["edge", "workloads"], (settings) =>
    viewerNetworks(settings).flatMap(([path, cidr]) => {
      if (cidr.endsWith("/0"))
        return [finding(settings, path, "is everybody, which WAF refuses", EVERYBODY[path[0] as string] as string)];
      if (!isPrivate(cidr)) return [];
      const allowed = "public networks: the CDN sees the address with which somebody comes out of an office or a VPN";
      return [finding(settings, path, "is private, so that nobody ever comes from there", allowed)];
    }),
  ),
  rule(["media", "edge"], ({ media, edge }) =>
    media === undefined || edge.cors.origins.length > 0
      ? []
      : [
          finding(
            { edge },
            ["edge", "cors", "origins"],
            "is empty, so that no page could upload media",
            'the origins of the pages that upload, such as "https://{main}"',
          ),
        ],
  ),
  rule(["media", "antivirus"], ({ media, antivirus }) => {
    if (media === undefined) return [];
    if (antivirus === undefined)
      return [finding({ antivirus }, ["antivirus"], "is missing", "antivirus, because media serves nothing unscanned")];
    if (antivirus.engine !== "clamav" || media.maxUploadMib <= antivirus.maxFileMib) return [];
    return [
      finding(
        { media },
        ["media", "maxUploadMib"],
        "is more than the scanner reads",
        `at most antivirus.maxFileMib, ${antivirus.maxFileMib}: a file that is not scanned whole is never clean`,
      ),
    ];
  }),
];

/** The load balancer waits so long at least, whatever workloads say. */
const LEAST_IDLE_SECONDS = 60;

/** What to write instead of a network that holds everybody. */
const EVERYBODY: Readonly<Record<string, string>> = {
  workloads: "networks narrower than /0; leave allowedCidrs out for a route that everybody may use",
  edge: "networks narrower than /0",
};

/** Networks in which the CDN looks for the viewer's address. */
function viewerNetworks({ edge, workloads }: Pick<Settings, "edge" | "workloads">): [path: PathKey[], cidr: string][] {
  return [
    ...edge.waf.blockedCidrs.map((cidr, index): [PathKey[], string] => [["edge", "waf", "blockedCidrs", index], cidr]),
    ...Object.entries(workloads).flatMap(([name, workload]) =>
      workload.kind !== "web"
        ? []
        : workload.routes.flatMap(({ allowedCidrs = [] }, route) =>
            allowedCidrs.map((cidr, index): [PathKey[], string] => [
              ["workloads", name, "routes", route, "allowedCidrs", index],
              cidr,
            ]),
          ),
    ),
  ];
}
