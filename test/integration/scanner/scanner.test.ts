import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Running, makeFolder, removeFolder, startMoto } from "../rotation/_servers.ts";
import { Cloud, UPLOAD } from "./_aws.ts";
import { Clamd, EICAR, MAX_FILE_MIB, Relay, freePort } from "./_clamd.ts";
import { WorkerProcess } from "./_worker.ts";
import { bombZip, encryptedZip, plainZip } from "./_zip.ts";

const MIB = 1024 * 1024;
let folder: string;
let moto: Running;
let cloud: Cloud;
let clamd: Clamd;
let relay: Relay;
let relayPort: number;
let worker: WorkerProcess | undefined;

beforeAll(async () => {
  folder = makeFolder();
  moto = await startMoto();
  cloud = new Cloud(`http://127.0.0.1:${moto.port}`);
  await cloud.prepare();
  clamd = new Clamd(folder, await freePort());
  await clamd.start();
  relay = new Relay(clamd.port);
  relayPort = await relay.start();
});

afterAll(async () => {
  await relay?.stop();
  await clamd?.kill();
  await moto?.stop();
  removeFolder(folder);
});

beforeEach(async () => {
  relay.reset();
  await cloud.newQueue();
});

afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});

function startWorker(environment: Readonly<Record<string, string>> = {}): WorkerProcess {
  worker = new WorkerProcess(folder, {
    SCANNER_ENDPOINT: `http://127.0.0.1:${moto.port}`,
    SCANNER_QUEUE_URL: cloud.queueUrl,
    CLAMD_PORT: String(relayPort),
    ...environment,
  });
  return worker;
}

describe("with clamd", () => {
  test("promotes a clean object, with nothing of the uploader's but its media type", async () => {
    const version = await cloud.upload("uploads/a b/ümlaut?.jpg", "a clean picture");
    const line = await startWorker().event("judged");
    expect(line).toMatchObject({ result: "clean", bytes: 15, deliveries: 1, versionId: version.versionId });
    expect(await cloud.tags(version)).toMatchObject({ "scan-status": "clean", "scan-promoted": "yes" });
    expect(await cloud.served(version.key)).toEqual({
      size: 15,
      contentType: "image/jpeg",
      disposition: undefined,
      metadata: { "source-version": version.versionId },
      tags: { "scan-status": "clean" },
      body: "a clean picture",
    });
    expect(await cloud.depth()).toEqual({ waiting: 0, inHand: 0 });
  });

  test("writes metrics, and neither keys nor content", async () => {
    const version = await cloud.upload("uploads/jane.doe@example.com.jpg", "private words");
    const running = startWorker();
    await running.event("judged");
    expect(await running.stop()).toBe(0);
    const metrics = running.lines.filter((line) => "_aws" in line);
    expect(metrics.map((line) => Object.keys(line))).toContainEqual(
      expect.arrayContaining(["Objects", "ScannedBytes", "ScanMilliseconds", "verdict", "system", "environment"]),
    );
    expect(metrics.some((line) => Number(line["SignatureAgeHours"]) >= 0)).toBe(true);
    for (const told of ["jane.doe", "private words", version.key]) expect(running.output).not.toContain(told);
  });

  test("shows Prometheus what it did, and stops although somebody reads", async () => {
    const port = await freePort();
    await cloud.upload("uploads/seen.jpg", "a clean picture");
    const running = startWorker({ SCANNER_METRICS_PORT: String(port) });
    await running.event("judged");
    const text = await (
      await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { connection: "keep-alive" } })
    ).text();
    expect(text).toContain('\nscanner_objects_total{result="clean"} 1\n');
    expect(text).toContain("\nscanner_scanned_bytes_total 15\n");
    expect(Number(/^scanner_wait_seconds_total (\S+)$/m.exec(text)?.[1])).toBeGreaterThan(0);
    const signedAt = Number(/^scanner_signature_timestamp_seconds (\S+)$/m.exec(text)?.[1]);
    expect(Math.abs(Date.now() / 1000 - signedAt)).toBeLessThan(48 * 3600);
    expect(await running.stop()).toBe(0);
  });

  test.each([
    ["EICAR", () => Buffer.from(EICAR), "image/jpeg", "infected"],
    ["EICAR in an archive", () => plainZip("a.txt", EICAR), "application/zip", "infected"],
    ["an encrypted archive", () => encryptedZip("secret.txt"), "application/zip", "unscannable"],
    ["an archive that unpacks past the limit", () => bombZip(900 * MIB), "application/zip", "unscannable"],
    ["a media type that is not served", () => Buffer.from("<script></script>"), "text/html", "refused"],
  ])("quarantines %s", async (name, content, contentType, result) => {
    const key = `uploads/bad/${name.replaceAll(" ", "-")}`;
    const version = await cloud.upload(key, content(), contentType);
    expect(await startWorker().event("judged")).toMatchObject({ result });
    expect(await cloud.tags(version)).toMatchObject({ "scan-status": result });
    expect(await cloud.servedVersions(key)).toEqual([]);
    expect(await cloud.depth()).toEqual({ waiting: 0, inHand: 0 });
  });

  test("never calls an object clean that is larger than the limit, its own or clamd's", async () => {
    const own = await cloud.upload("uploads/large-1", Buffer.alloc(2 * MIB));
    const running = startWorker({ SCANNER_MAX_FILE_MIB: "1" });
    expect(await running.event("judged")).toMatchObject({ result: "unscannable", reason: "too-large" });
    await running.stop();
    await cloud.newQueue();
    const clamds = await cloud.upload("uploads/large-2", Buffer.alloc((MAX_FILE_MIB + 2) * MIB));
    const generous = startWorker({ SCANNER_MAX_FILE_MIB: "300" });
    await Promise.any([generous.event("judged"), generous.event("failed")]);
    expect((await cloud.tags(clamds))["scan-status"]).not.toBe("clean");
    for (const { key } of [own, clamds]) expect(await cloud.servedVersions(key)).toEqual([]);
  });

  test("leaves an object without a verdict when clamd is killed in the middle, and judges it when clamd is back", async () => {
    const version = await cloud.upload("uploads/interrupted", randomBytes(150 * MIB));
    relay.onBytes = { bytes: 20 * MIB, call: () => void clamd.kill() };
    const running = startWorker();
    await running.event("failed");
    expect(await cloud.tags(version)).toEqual({});
    expect(await cloud.servedVersions(version.key)).toEqual([]);
    expect(await cloud.depth()).toEqual({ waiting: 0, inHand: 1 });
    // While clamd is away no message is taken, so that none uses up its deliveries.
    await running.event("waiting");
    await clamd.start();
    expect(await running.event("judged")).toMatchObject({ result: "clean", deliveries: 2 });
    expect(await cloud.servedVersions(version.key)).toHaveLength(1);
  });

  test("gives up on a scan that takes too long, without a verdict", async () => {
    const version = await cloud.upload("uploads/slow", randomBytes(MIB));
    relay.stallAfterBytes = MIB / 2;
    const running = startWorker({ SCANNER_SCAN_TIMEOUT_SECONDS: "2" });
    expect((await running.event("failed"))["error"]).toMatch(/Timeout/);
    expect(await cloud.tags(version)).toEqual({});
  });

  test("does nothing again when a message is delivered again", async () => {
    const version = await cloud.upload("uploads/twice", "once");
    const running = startWorker();
    await running.event("judged");
    await cloud.announce(version);
    await cloud.announce(version);
    await running.event("judged", 3);
    expect(running.lines.filter(({ result }) => result === "repeated")).toHaveLength(2);
    expect(await cloud.servedVersions(version.key)).toHaveLength(1);
  });

  test("finishes a promotion that was interrupted after the verdict", async () => {
    const version = await cloud.put("uploads/half", "half done");
    await cloud.tag(version, { "scan-status": "clean" });
    await cloud.announce(version);
    expect(await startWorker().event("judged")).toMatchObject({ result: "clean" });
    expect(await cloud.served(version.key)).toMatchObject({ body: "half done" });
  });

  test("serves the latest clean upload of a key, whatever the order of the messages", async () => {
    const older = await cloud.put("uploads/replaced", "older");
    const newer = await cloud.put("uploads/replaced", "newer");
    await cloud.announce(newer);
    await cloud.announce(older);
    const running = startWorker();
    await running.event("judged", 2);
    expect(await cloud.served("uploads/replaced")).toMatchObject({ body: "newer" });
    expect(await cloud.tags(older)).toMatchObject({ "scan-status": "clean" });
  });

  test("does not serve an older clean upload once an infected one has replaced it", async () => {
    const older = await cloud.put("uploads/poisoned", "harmless");
    const newer = await cloud.put("uploads/poisoned", EICAR);
    await cloud.announce(older);
    await cloud.announce(newer);
    await startWorker().event("judged", 2);
    expect(await cloud.servedVersions("uploads/poisoned")).toEqual([]);
    expect(await cloud.tags(newer)).toMatchObject({ "scan-status": "infected" });
  });

  test.each([
    ["all of it", true],
    ["behind a delete marker", false],
  ])("serves nothing that was deleted before the scan: %s", async (name, all) => {
    const version = await cloud.put(`uploads/deleted-${all}`, "too late");
    await cloud.delete(version, all);
    await cloud.announce(version);
    const line = await startWorker().event("judged");
    expect({ name, result: line["result"] }).toEqual({ name, result: all ? "gone" : "clean" });
    expect(await cloud.servedVersions(version.key)).toEqual([]);
    expect(await cloud.depth()).toEqual({ waiting: 0, inHand: 0 });
  });

  test("scans 200 MB in less than 150 MB of memory", async () => {
    const version = await cloud.upload("uploads/huge", randomBytes(200 * 1000 * 1000));
    const running = startWorker();
    expect(await running.event("judged")).toMatchObject({ result: "clean", bytes: 200_000_000 });
    expect(running.peakMemoryMib * MIB).toBeLessThan(150_000_000);
    expect(await cloud.served(version.key)).toMatchObject({ size: 200_000_000 });
  });

  test("takes no message while the signatures are too old", async () => {
    relay.signaturesMadeAt = new Date(Date.now() - 49 * 3_600_000);
    const version = await cloud.upload("uploads/waiting", "patience");
    const running = startWorker();
    expect((await running.event("waiting"))["error"]).toContain("too old");
    expect(await cloud.depth()).toEqual({ waiting: 1, inHand: 0 });
    expect(running.lines.some((line) => line["EngineUnavailable"] === 1)).toBe(true);
    expect(await running.live()).toBe(0);
    relay.signaturesMadeAt = new Date();
    expect(await running.event("judged")).toMatchObject({ result: "clean" });
    expect(await cloud.servedVersions(version.key)).toHaveLength(1);
  });

  test("calls nothing clean for a clamd that knows no date of its signatures", async () => {
    await cloud.upload("uploads/undated", "no date");
    const running = startWorker({ CLAMD_PORT: String(clamd.port) });
    expect((await running.event("waiting"))["error"]).toContain("no date");
    expect(await cloud.depth()).toEqual({ waiting: 1, inHand: 0 });
  });

  test("finishes the object at hand when told to stop", async () => {
    const version = await cloud.upload("uploads/last", randomBytes(20 * MIB));
    const running = startWorker({ SCANNER_DRAIN_SECONDS: "60" });
    let stopped: Promise<number | null> | undefined;
    relay.onBytes = { bytes: MIB, call: () => void (stopped = running.stop()) };
    await running.event("stopping");
    expect(await stopped).toBe(0);
    expect(await cloud.tags(version)).toMatchObject({ "scan-promoted": "yes" });
  });

  test("returns the message of an object that takes too long to finish", async () => {
    const version = await cloud.upload("uploads/returned", randomBytes(MIB));
    relay.stallAfterBytes = MIB / 2;
    const running = startWorker();
    while ((await cloud.depth()).inHand === 0) await sleep(50);
    expect(await running.stop()).toBe(0);
    expect(running.lines.map((line) => line["event"])).toEqual(expect.arrayContaining(["returned", "stopped"]));
    expect(await cloud.tags(version)).toEqual({});
    expect(await cloud.receivable()).toBe(true);
  });

  test("keeps what it cannot understand for the dead letters, and does not quote it", async () => {
    await cloud.send({ secretWords: "do not repeat" });
    const running = startWorker();
    expect((await running.event("failed"))["error"]).toContain("MalformedMessageError");
    expect(running.output).not.toContain("do not repeat");
    expect(await cloud.depth()).toEqual({ waiting: 0, inHand: 1 });
  });
});

describe("with GuardDuty", () => {
  const result = (key: string, versionId: string, scanResultStatus: string) => ({
    source: "aws.guardduty",
    "detail-type": "GuardDuty Malware Protection Object Scan Result",
    detail: {
      scanStatus: "COMPLETED",
      s3ObjectDetails: { bucketName: UPLOAD, objectKey: key, eTag: "e", versionId, s3Throttled: false },
      scanResultDetails: { scanResultStatus, threats: null },
    },
  });

  test.each([
    ["NO_THREATS_FOUND", "clean", 1],
    ["THREATS_FOUND", "infected", 0],
    ["UNSUPPORTED", "unscannable", 0],
    ["FAILED", "unscannable", 0],
  ])("acts on %s", async (status, verdict, copies) => {
    const version = await cloud.put(`uploads/guardduty-${status}`, "words");
    await cloud.tag(version, { GuardDutyMalwareScanStatus: status });
    await cloud.send(result(version.key, version.versionId, status));
    expect(await startWorker({ SCANNER_ENGINE: "guardduty" }).event("judged")).toMatchObject({ result: verdict });
    expect(await cloud.tags(version)).toMatchObject({ GuardDutyMalwareScanStatus: status, "scan-status": verdict });
    expect(await cloud.servedVersions(version.key)).toHaveLength(copies);
  });

  test("does not believe a message without GuardDuty's own tag", async () => {
    const version = await cloud.put("uploads/forged", "words");
    await cloud.send(result(version.key, version.versionId, "NO_THREATS_FOUND"));
    await startWorker({ SCANNER_ENGINE: "guardduty" }).event("failed");
    expect(await cloud.tags(version)).toEqual({});
    expect(await cloud.servedVersions(version.key)).toEqual([]);
  });
});
