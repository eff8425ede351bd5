import { type Server, createServer } from "node:http";
import type { Metric } from "./_metrics.ts";
import type { VerdictStatus } from "./_verdict.ts";

/** What becomes of a metric that the worker logs; what is missing here is not shown. */
interface Shown {
  readonly name: string;
  readonly help: string;
  /** A counter adds up what is logged; a gauge shows what was logged last. */
  readonly type: "counter" | "gauge";
  /** Prometheus wants seconds and points in time. @default the value itself */
  readonly convert?: (value: number, nowSeconds: number) => number;
  readonly byResult?: boolean;
}

const SHOWN: Readonly<Record<string, Shown>> = {
  Objects: {
    name: "scanner_objects_total",
    help: "Uploads dealt with, by what became of them.",
    type: "counter",
    byResult: true,
  },
  ScannedBytes: { name: "scanner_scanned_bytes_total", help: "Bytes given to the engine.", type: "counter" },
  ScanMilliseconds: {
    name: "scanner_scan_seconds_total",
    help: "Time spent on the uploads dealt with.",
    type: "counter",
    convert: (milliseconds) => milliseconds / 1000,
  },
  WaitMilliseconds: {
    name: "scanner_wait_seconds_total",
    help: "Time that the uploads dealt with had spent in the queue.",
    type: "counter",
    convert: (milliseconds) => milliseconds / 1000,
  },
  Failures: { name: "scanner_failures_total", help: "Attempts that failed and are repeated.", type: "counter" },
  EngineUnavailable: {
    name: "scanner_engine_unavailable_total",
    help: "Times the engine could not scan: away, or with signatures too old.",
    type: "counter",
  },
  SignatureAgeHours: {
    name: "scanner_signature_timestamp_seconds",
    help: "When the engine's signatures were made, as of the last answer.",
    type: "gauge",
    // A point in time stays true while nobody asks; an age does not.
    convert: (hours, nowSeconds) => nowSeconds - hours * 3600,
  },
};

const RESULTS: readonly (VerdictStatus | "gone" | "repeated")[] = [
  "clean",
  "infected",
  "unscannable",
  "refused",
  "gone",
  "repeated",
];

/** The worker's metrics as Prometheus reads them. Counters begin at nought, so that the first event is an increase. */
export class Exposition {
  readonly #values = new Map<string, number>();

  constructor() {
    for (const shown of Object.values(SHOWN)) {
      if (shown.type === "gauge") continue;
      const results = shown.byResult === true ? RESULTS : [undefined];
      for (const result of results) this.#values.set(series(shown, result), 0);
    }
  }

  /** Notes what is being logged. */
  note(metrics: readonly Metric[], result?: string, now = Date.now()): void {
    for (const { name, value } of metrics) {
      const shown = SHOWN[name];
      if (shown === undefined) continue;
      const key = series(shown, result);
      const converted = shown.convert?.(value, now / 1000) ?? value;
      this.#values.set(key, shown.type === "counter" ? (this.#values.get(key) ?? 0) + converted : converted);
    }
  }

  /** Prometheus's text format, version 0.0.4. A gauge that nobody has measured yet is left out. */
  text(): string {
    const values = [...this.#values];
    const blocks = Object.values(SHOWN).flatMap((shown) => {
      const own = values.filter(([key]) => key === shown.name || key.startsWith(`${shown.name}{`));
      if (own.length === 0) return [];
      const samples = own.map(([key, value]) => `${key} ${value}`);
      return [`# HELP ${shown.name} ${shown.help}`, `# TYPE ${shown.name} ${shown.type}`, ...samples];
    });
    return `${blocks.join("\n")}\n`;
  }
}

function series({ name, byResult }: Shown, result: string | undefined): string {
  return byResult === true && result !== undefined ? `${name}{result="${result}"}` : name;
}

/** Serves `GET /metrics` and nothing else. It never keeps the process alive. */
export async function serveMetrics(exposition: Exposition, port: number): Promise<Server> {
  const server = createServer({ requestTimeout: 5_000, keepAliveTimeout: 1_000 }, (request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404, { connection: "close" }).end();
      return;
    }
    const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8", connection: "close" };
    response.writeHead(200, headers).end(exposition.text());
  });
  // A scraper has no use for more.
  server.maxConnections = 16;
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(port, listening);
  });
  server.unref();
  return server;
}
