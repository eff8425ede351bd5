/** ClamAV from which the commands that anybody could send to stop it can be switched off. */
export const CLAMAV_FLOOR = "1.5.0";

/** Where the image has things, and where its entry point looks for them. */
export const CLAMAV_PATHS = {
  configuration: "/etc/clamav",
  database: "/var/lib/clamav",
  temporary: "/tmp",
  checks: "/checks",
} as const;

export const CLAMD_PORT = 3310;

/** What the limits follow from. */
export interface ClamdLimits {
  /** Largest file that is scanned whole. */
  readonly maxFileMib: number;
  /** Longest scan of one file with its transfer. */
  readonly scanTimeoutSeconds: number;
}

/** Scans at once in one daemon; each may fill its share of the temporary folder. */
const THREADS = 4;
/**
 * What clamd looks into of one file, unpacked: four times its size, at least its own default of 400, and below the
 * 2 GiB that it does not scan beyond. This is `MaxScanSize` and `MaxFileSize` both: of a member of an archive that
 * is larger than `MaxFileSize` it scans the beginning and says OK, unless that beginning alone is past
 * `MaxScanSize` too, which it reports.
 */
const unpackedMib = ({ maxFileMib }: ClamdLimits) => Math.min(2040, Math.max(400, 4 * maxFileMib));
/** Above the largest file, so that it is the worker's own limit which is met first. */
const fileMib = ({ maxFileMib }: ClamdLimits) => maxFileMib + 1;

/** Size of the temporary folder: for each thread the file as it came and what was unpacked from it. */
export function temporaryMib(limits: ClamdLimits): number {
  return THREADS * (fileMib(limits) + unpackedMib(limits)) + 64;
}

/**
 * `clamd.conf`. What is not looked at whole is reported, never passed: `AlertExceedsMax` for sizes, depths and
 * times, `AlertEncrypted` for what it cannot open.
 *
 * @param clamavVersion Version of the image; options that it does not know would keep it from starting.
 */
export function renderClamdConf(limits: ClamdLimits, clamavVersion: string = CLAMAV_FLOOR): string {
  const unpacked = `${unpackedMib(limits)}M`;
  return render({
    Foreground: "yes",
    LogTime: "yes",
    LogClean: "no",
    DatabaseDirectory: CLAMAV_PATHS.database,
    TemporaryDirectory: CLAMAV_PATHS.temporary,
    // The image's entry point waits for this socket.
    LocalSocket: "/tmp/clamd.sock",
    TCPSocket: CLAMD_PORT,
    TCPAddr: "0.0.0.0",
    ...(atLeast(clamavVersion, CLAMAV_FLOOR) && {
      // There is no authentication: whoever connects could stop the daemon or keep it busy with reloads.
      EnableShutdownCommand: "no",
      EnableReloadCommand: "no",
      EnableStatsCommand: "no",
      // The worker asks for the age of the signatures.
      EnableVersionCommand: "yes",
    }),
    // Since it takes no reload command, it looks for new signatures by itself, and goes on scanning meanwhile.
    SelfCheck: 600,
    ConcurrentDatabaseReload: "yes",
    MaxThreads: THREADS,
    MaxQueue: 4 * THREADS,
    MaxConnectionQueueLength: 64,
    ReadTimeout: 120,
    CommandReadTimeout: 30,
    IdleTimeout: 60,
    FollowDirectorySymlinks: "no",
    FollowFileSymlinks: "no",
    ExitOnOOM: "yes",
    StreamMaxLength: `${fileMib(limits)}M`,
    MaxFileSize: unpacked,
    MaxScanSize: unpacked,
    // Before the worker gives up, so that it hears that time was the reason.
    MaxScanTime: (limits.scanTimeoutSeconds - SCAN_TIME_MARGIN_SECONDS) * 1000,
    MaxRecursion: 17,
    MaxFiles: 10_000,
    // Above these sizes clamd would leave out a part of its work without a word.
    MaxEmbeddedPE: unpacked,
    MaxHTMLNormalize: unpacked,
    MaxHTMLNoTags: unpacked,
    MaxScriptNormalize: unpacked,
    PCREMaxFileSize: unpacked,
    AlertExceedsMax: "yes",
    AlertEncrypted: "yes",
    AlertEncryptedArchive: "yes",
    AlertEncryptedDoc: "yes",
    AlertPartitionIntersection: "yes",
    HeuristicAlerts: "yes",
    Bytecode: "yes",
    BytecodeSecurity: "TrustSigned",
  });
}

/** For the transfer and what waits for a thread. */
export const SCAN_TIME_MARGIN_SECONDS = 60;

/** Where signatures come from. */
export type SignatureMirror =
  /** The project's own network. It turns away addresses that many share, such as those of NAT gateways. */
  | { readonly kind: "official" }
  /** A server of yours with the files of the official one, such as a bucket behind a name. */
  | { readonly kind: "private"; readonly host: string };

const OFFICIAL_HOST = "database.clamav.net";

export function mirrorHost(mirror: SignatureMirror): string {
  return mirror.kind === "official" ? OFFICIAL_HOST : mirror.host;
}

/** `freshclam.conf`. */
export function renderFreshclamConf(mirror: SignatureMirror): string {
  return render({
    DatabaseDirectory: CLAMAV_PATHS.database,
    LogTime: "yes",
    ...(mirror.kind === "official"
      ? { DNSDatabaseInfo: "current.cvd.clamav.net", DatabaseMirror: OFFICIAL_HOST, ScriptedUpdates: "yes" }
      : { PrivateMirror: `https://${mirror.host}`, ScriptedUpdates: "no" }),
    MaxAttempts: 3,
    ConnectTimeout: 30,
    ReceiveTimeout: 600,
    TestDatabases: "yes",
    CompressLocalDatabase: "no",
    Bytecode: "yes",
  });
}

/** Checks a day. The official network asks for few; a mirror is asked every two hours. */
export function checksPerDay(mirror: SignatureMirror): number {
  return mirror.kind === "official" ? 4 : 12;
}

/**
 * Whether clamd answers. An open port does not tell: the image's entry point goes on without its daemon. `nc` is
 * what the image's own health check uses.
 */
export function renderAliveCheck(port: number = CLAMD_PORT): string {
  return [
    "#!/bin/sh",
    `answer=$(printf 'nPING\\n' | nc -w 5 127.0.0.1 ${port}) || exit 1`,
    '[ "$answer" = "PONG" ]',
    "",
  ].join("\n");
}

/**
 * Whether clamd answers and its daily signatures are young enough. A pod with old ones gets no work. The time at
 * which they were made is the ninth field of the file's header, in seconds.
 */
export function renderReadyCheck(signatureMaxAgeHours: number, database: string = CLAMAV_PATHS.database): string {
  return [
    "#!/bin/sh",
    "set -eu",
    'sh "$(dirname "$0")/alive.sh"',
    "made=0",
    `for file in ${database}/daily.cvd ${database}/daily.cld; do`,
    '  [ -r "$file" ] || continue',
    "  seconds=$(head -c 512 \"$file\" | tr -d '\\0' | cut -d: -f9 | tr -dc 0-9)",
    '  [ "${seconds:-0}" -le "$made" ] || made=$seconds',
    "done",
    `[ $(($(date +%s) - made)) -le ${signatureMaxAgeHours * 3600} ]`,
    "",
  ].join("\n");
}

/** Whether a version such as `1.5.1` is not below another. */
export function atLeast(version: string, floor: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  const [floorMajor = 0, floorMinor = 0, floorPatch = 0] = floor.split(".").map(Number);
  if (major !== floorMajor) return major > floorMajor;
  if (minor !== floorMinor) return minor > floorMinor;
  return patch >= floorPatch;
}

function render(options: Readonly<Record<string, string | number>>): string {
  return Object.entries(options)
    .map(([option, value]) => `${option} ${value}\n`)
    .join("");
}
