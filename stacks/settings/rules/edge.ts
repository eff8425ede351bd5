import { type SettingsRule, finding, rule } from "../_rule.ts";

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
