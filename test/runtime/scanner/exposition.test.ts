import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { scannerRules } from "../../../components/_metrics-scanner.ts";
import { Exposition, serveMetrics } from "../../../runtime/scanner/_exposition.ts";
import { count } from "../../../runtime/scanner/_metrics.ts";

/** Samples by series. */
function samples(exposition: Exposition): Record<string, number> {
  const lines = exposition
    .text()
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(lines.map((line) => [line.split(" ")[0], Number(line.split(" ")[1])]));
}

const measured = new Exposition();
measured.note([{ name: "SignatureAgeHours", unit: "None", value: 2 }], undefined, 10_000_000);
measured.note(
  [
    count("Objects"),
    { name: "ScannedBytes", unit: "Bytes", value: 1024 },
    { name: "ScanMilliseconds", unit: "Milliseconds", value: 1500 },
    { name: "WaitMilliseconds", unit: "Milliseconds", value: 250 },
  ],
  "clean",
);
measured.note([count("Objects"), { name: "ScanMilliseconds", unit: "Milliseconds", value: 500 }], "clean");
measured.note([count("Failures")]);

describe("the exposition", () => {
  test("begins at nought, and says nothing that nobody has measured", () => {
    const fresh = samples(new Exposition());
    expect(new Set(Object.values(fresh))).toEqual(new Set([0]));
    expect(fresh).toHaveProperty(['scanner_objects_total{result="infected"}'], 0);
    expect(fresh).not.toHaveProperty("scanner_signature_timestamp_seconds");
  });

  test("adds up what is counted, in seconds and bytes, and dates the signatures", () => {
    expect(samples(measured)).toMatchObject({
      'scanner_objects_total{result="clean"}': 2,
      'scanner_objects_total{result="infected"}': 0,
      scanner_scanned_bytes_total: 1024,
      scanner_scan_seconds_total: 2,
      scanner_wait_seconds_total: 0.25,
      scanner_failures_total: 1,
      scanner_engine_unavailable_total: 0,
      // Two hours before 10,000 s.
      scanner_signature_timestamp_seconds: 10_000 - 7_200,
    });
  });

  test("types each metric once, before its samples", () => {
    const lines = measured.text().split("\n");
    const types = lines.filter((line) => line.startsWith("# TYPE ")).map((line) => line.split(" ")[2]);
    expect(new Set(types).size).toBe(types.length);
    const series = lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => /^\w+/.exec(line)?.[0]);
    expect([...new Set(series)]).toEqual(types);
    expect(lines.at(-1)).toBe("");
  });

  test("shows everything that the rules read", () => {
    const shown = new Set(Object.keys(samples(measured)).map((series) => /^\w+/.exec(series)?.[0]));
    const read = scannerRules("scan-worker", 48)
      .rules.flatMap(({ expr }) => [...expr.matchAll(/\bscanner_\w+/g)])
      .map(([name]) => name);
    expect(read.length).toBeGreaterThan(5);
    expect([...new Set(read)].filter((name) => !shown.has(name))).toEqual([]);
  });
});

describe("its server", () => {
  let stop: (() => void) | undefined;
  afterEach(() => stop?.());

  async function serve(): Promise<string> {
    const server = await serveMetrics(measured, 0);
    stop = () => server.close();
    return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  }

  test("answers GET /metrics in Prometheus's format, and nothing else", async () => {
    const address = await serve();
    const answer = await fetch(`${address}/metrics`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      "text/plain; version=0.0.4; charset=utf-8",
    ]);
    expect(await answer.text()).toBe(measured.text());
    for (const request of [fetch(`${address}/`), fetch(`${address}/metrics`, { method: "POST" })]) {
      // oxlint-disable-next-line no-await-in-loop -- two
      expect((await request).status).toBe(404);
    }
  });

  test("says so when the port is taken", async () => {
    const port = Number(new URL(await serve()).port);
    await expect(serveMetrics(measured, port)).rejects.toThrow("EADDRINUSE");
  });

  test("survives who sends rubbish", async () => {
    const address = new URL(await serve());
    const socket = connect(Number(address.port), "127.0.0.1");
    socket.end("nonsense\r\n\r\n");
    await once(socket.resume(), "close");
    expect((await fetch(new URL("/metrics", address))).status).toBe(200);
  });
});
