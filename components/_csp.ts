/** Directives that take sources. */
type CspDirective =
  | "default-src"
  | "script-src"
  | "style-src"
  | "img-src"
  | "font-src"
  | "connect-src"
  | "media-src"
  | "frame-src"
  | "worker-src"
  | "manifest-src"
  | "object-src"
  | "base-uri"
  | "form-action"
  | "frame-ancestors";

/** A Content-Security-Policy as data. */
export interface CspArgs {
  /** Sources by directive, for example `{ "script-src": ["'self'", "https://js.stripe.com"] }`. */
  readonly directives: Readonly<Partial<Record<CspDirective, readonly string[]>>>;
  /** Whether browsers block what the policy forbids or only report it. Start with `report-only`. @default "enforce" */
  readonly mode?: "enforce" | "report-only";
  /**
   * Where browsers send violations: a path of the page's own host, or an https URL. It is sent as `report-uri`, which
   * every browser knows; `report-to` would ask the collector of another host for a preflight first. @default nowhere
   */
  readonly reportTo?: string;
  /** Admits `'unsafe-inline'` and `'unsafe-eval'` for scripts, which lets injected scripts run. @default refused */
  readonly unsafeScripts?: { readonly reason: string };
}

/** Both the longest policy that CloudFront takes and the longest that fits a custom header (CloudFront quotas). */
const MAX_LENGTH = 1_783;

const UNSAFE: ReadonlySet<string> = new Set(["'unsafe-inline'", "'unsafe-eval'"]);
/** One source: printable, and without the two characters that would begin another source list or header. */
const SOURCE = /^[!-+\--:<-~]+$/;
const REPORT_TO = /^(\/[\w\-./~%]*|https:\/\/[a-z0-9.-]+(:\d+)?\/[\w\-./~%]*)$/;

/**
 * The policy as header text, directives in the order given.
 *
 * @param where Begins every message, for example `Cdn "site"`.
 * @throws If a source is malformed, stands beside `'none'`, lets injected scripts run without a reason, or the text is longer
 * than CloudFront takes.
 */
export function renderCsp(where: string, csp: CspArgs): string {
  const directives = Object.entries(csp.directives) as [CspDirective, readonly string[]][];
  if (directives.length === 0)
    throw new Error(`${where}: csp.directives is empty; begin with "default-src": ["'self'"].`);
  for (const [directive, sources] of directives) checkSources(where, directive, sources, csp.unsafeScripts);
  if (csp.reportTo !== undefined && !REPORT_TO.test(csp.reportTo)) {
    throw new Error(`${where}: csp.reportTo is "${csp.reportTo}"; give a path such as /csp-reports, or an https URL.`);
  }
  const text = [
    ...directives.map(([directive, sources]) => `${directive} ${sources.join(" ")}`),
    ...(csp.reportTo === undefined ? [] : [`report-uri ${csp.reportTo}`]),
  ].join("; ");
  if (text.length > MAX_LENGTH) {
    throw new Error(
      `${where}: the Content-Security-Policy has ${text.length} characters; CloudFront takes ${MAX_LENGTH}. ` +
        `Merge sources, for example by *.example.com.`,
    );
  }
  return text;
}

function checkSources(
  where: string,
  directive: CspDirective,
  sources: readonly string[],
  unsafeScripts: CspArgs["unsafeScripts"],
): void {
  const at = `${where}: csp.directives["${directive}"]`;
  if (sources.length === 0) throw new Error(`${at} is empty; write ["'none'"] to forbid.`);
  for (const source of sources) {
    if (!SOURCE.test(source)) {
      throw new Error(`${at} has "${source}"; a source holds no space, comma or semicolon.`);
    }
    if (source === "*") throw new Error(`${at} has "*", which is everybody; name hosts.`);
  }
  if (sources.length > 1 && sources.includes("'none'")) {
    throw new Error(`${at} has sources beside 'none', which browsers then ignore; keep 'none' alone or drop it.`);
  }
  const unsafe = sources.find((source) => UNSAFE.has(source));
  if (unsafe === undefined || !["default-src", "script-src"].includes(directive)) return;
  if (unsafeScripts === undefined || unsafeScripts.reason.trim() === "") {
    throw new Error(
      `${at} has ${unsafe}, which lets injected scripts run; use hashes, or give csp.unsafeScripts a reason.`,
    );
  }
}
