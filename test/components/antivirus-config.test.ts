import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  CLAMAV_PATHS,
  atLeast,
  checksPerDay,
  mirrorHost,
  renderAliveCheck,
  renderClamdConf,
  renderFreshclamConf,
  renderReadyCheck,
  temporaryMib,
} from "../../components/_antivirus-config.ts";

const options = (text: string) =>
  Object.fromEntries(
    text
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ")),
  );
const mib = (size: string | undefined) => Number(/^(\d+)M$/.exec(size ?? "")?.[1]);
const limits = { maxFileMib: 25, scanTimeoutSeconds: 300 };

describe("clamd.conf", () => {
  test("reports what is not looked at whole, and obeys nobody", () => {
    expect(options(renderClamdConf(limits))).toMatchObject({
      AlertExceedsMax: "yes",
      AlertEncrypted: "yes",
      AlertEncryptedArchive: "yes",
      AlertEncryptedDoc: "yes",
      HeuristicAlerts: "yes",
      EnableShutdownCommand: "no",
      EnableReloadCommand: "no",
      EnableStatsCommand: "no",
      EnableVersionCommand: "yes",
      SelfCheck: "600",
      LocalSocket: "/tmp/clamd.sock",
      TCPSocket: "3310",
      MaxScanTime: "240000",
    });
  });

  test.each([1, 25, 100, 500, 2000])(
    "has limits above files of %d MiB, and none that clamd passes over in silence",
    (max) => {
      const conf = options(renderClamdConf({ ...limits, maxFileMib: max }));
      expect(mib(conf["StreamMaxLength"])).toBeGreaterThan(max);
      expect(mib(conf["MaxScanSize"])).toBeGreaterThan(max);
      // A smaller MaxFileSize makes clamd cut members of archives short and call them clean.
      expect(conf["MaxFileSize"]).toBe(conf["MaxScanSize"]);
      expect(mib(conf["MaxFileSize"])).toBeLessThan(2048);
      const steps = ["MaxEmbeddedPE", "MaxHTMLNormalize", "MaxHTMLNoTags", "MaxScriptNormalize", "PCREMaxFileSize"];
      expect(new Set(steps.map((step) => conf[step]))).toEqual(new Set([conf["MaxFileSize"]]));
      const each = mib(conf["StreamMaxLength"]) + mib(conf["MaxScanSize"]);
      expect(temporaryMib({ ...limits, maxFileMib: max })).toBeGreaterThanOrEqual(Number(conf["MaxThreads"]) * each);
    },
  );

  test("leaves out what an older ClamAV would not start with", () => {
    const conf = options(renderClamdConf(limits, "1.4.6"));
    expect(Object.keys(conf).filter((option) => option.startsWith("Enable"))).toEqual([]);
    expect(["1.5.0", "1.5.3", "1.6.0", "2.0.0"].map((version) => atLeast(version, "1.5.0"))).not.toContain(false);
    expect(["1.4.9", "0.105.2"].map((version) => atLeast(version, "1.5.0"))).not.toContain(true);
  });
});

describe("freshclam.conf", () => {
  test("asks the official network, seldom", () => {
    expect(options(renderFreshclamConf({ kind: "official" }))).toMatchObject({
      DNSDatabaseInfo: "current.cvd.clamav.net",
      DatabaseMirror: "database.clamav.net",
      ScriptedUpdates: "yes",
    });
    expect([mirrorHost({ kind: "official" }), checksPerDay({ kind: "official" })]).toEqual(["database.clamav.net", 4]);
  });

  test("asks a mirror of one's own, over TLS, and nobody else", () => {
    const mirror = { kind: "private", host: "clamav.shop.test" } as const;
    const conf = options(renderFreshclamConf(mirror));
    expect(conf).toMatchObject({ PrivateMirror: "https://clamav.shop.test", ScriptedUpdates: "no" });
    expect(conf).not.toHaveProperty("DatabaseMirror");
    expect([mirrorHost(mirror), checksPerDay(mirror)]).toEqual(["clamav.shop.test", 12]);
  });
});

test("neither daemon writes outside the folders that the pod mounts", () => {
  const written = [renderClamdConf(limits), renderFreshclamConf({ kind: "official" })]
    .flatMap((conf) => Object.entries(options(conf)))
    .filter(([option, value]) => String(value).startsWith("/") || /File$|^LogSyslog$/.test(option));
  // The root is read-only: a log file or a process id elsewhere would keep them from starting.
  expect(written).toEqual([
    ["DatabaseDirectory", CLAMAV_PATHS.database],
    ["TemporaryDirectory", CLAMAV_PATHS.temporary],
    ["LocalSocket", `${CLAMAV_PATHS.temporary}/clamd.sock`],
    ["DatabaseDirectory", CLAMAV_PATHS.database],
  ]);
});

describe("the checks, run by a shell", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "rampart-checks-"));
    mkdirSync(join(folder, "database"));
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "alive.sh"), renderAliveCheck());
    writeFileSync(join(folder, "ready.sh"), renderReadyCheck(48, join(folder, "database")));
    answer("PONG");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What stands in for `nc` answers when it is sent PING. */
  const answer = (text: string, code = 0) => {
    const nc = join(folder, "bin/nc");
    writeFileSync(nc, `#!/bin/sh\nread -r asked\n[ "$asked" = nPING ] && printf '%s\\n' '${text}'\nexit ${code}\n`);
    chmodSync(nc, 0o755);
  };
  const run = (script: string) =>
    spawnSync("sh", [join(folder, script)], { env: { PATH: `${join(folder, "bin")}:/usr/bin:/bin` } }).status;
  const signatures = (file: string, hoursOld: number) => {
    const made = Math.floor(Date.now() / 1000 - hoursOld * 3600);
    const header = `ClamAV-VDB:16 Nov 2026 08-24 +0000:27500:2000000:90:X:X:builder:${made}`;
    writeFileSync(join(folder, "database", file), header.padEnd(512) + "\u0000\u0001rest");
  };

  test("hold clamd alive only when it answers", () => {
    expect(run("alive.sh")).toBe(0);
    answer("");
    expect(run("alive.sh")).not.toBe(0);
    answer("PONG", 1);
    expect(run("alive.sh")).not.toBe(0);
  });

  test.each([
    ["no signatures", () => {}, false],
    ["young signatures", () => signatures("daily.cvd", 47), true],
    ["old signatures", () => signatures("daily.cvd", 49), false],
    ["old ones and their younger successors", () => (signatures("daily.cvd", 90), signatures("daily.cld", 1)), true],
    ["a file without a time", () => writeFileSync(join(folder, "database/daily.cvd"), "ClamAV-VDB:x:1:2:3"), false],
  ])("hold a pod ready with %s: only if they are young", (_, arrange, ready) => {
    arrange();
    expect(run("ready.sh") === 0).toBe(ready);
  });

  test("hold no pod ready whose clamd does not answer", () => {
    signatures("daily.cvd", 1);
    answer("");
    expect(run("ready.sh")).not.toBe(0);
  });
});
