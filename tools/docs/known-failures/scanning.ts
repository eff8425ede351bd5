import { type Area, code, known, proven, rule, setting, tested } from "./_entry.ts";

const CLAMD_PODS = "runs clamd without root, with a read-only root, its volumes and 4 GiB";
const REPORTS = "reports what is not looked at whole, and obeys nobody";

export const scanning: Area = {
  title: "Malware scanning",
  failures: [
    known(
      "clamd leaves out what is past its limits and calls the file clean.",
      [code("components/_antivirus-config.ts", 'AlertExceedsMax: "yes"'), rule("clamav-limits-fail-closed")],
      [
        ...tested(
          "antivirus-config",
          REPORTS,
          "has limits above files of %d MiB, and none that clamd passes over in silence",
        ),
        ...proven("runtime/scanner/scan", "Heuristics.Limits.Exceeded.MaxFileSize FOUND"),
        ...proven(
          "integration/scanner/scanner",
          "never calls an object clean that is larger than the limit, its own or clamd's",
        ),
      ],
    ),
    known(
      "An archive with a password is clean to a scanner that cannot open it.",
      [code("components/_antivirus-config.ts", 'AlertEncryptedArchive: "yes"')],
      [
        ...tested("antivirus-config", REPORTS),
        ...proven("runtime/scanner/scan", "stream: Heuristics.Encrypted.Zip FOUND"),
      ],
    ),
    known(
      "A scan that failed, was cut short or was answered in words nobody knows passes for one that found nothing.",
      [code("runtime/scanner/_clamd.ts", "Only the one reply that says so is clean")],
      [
        ...proven("runtime/scanner/scan", "that ends with %s has no verdict, and so is not clean"),
        ...proven(
          "integration/scanner/scanner",
          "leaves an object without a verdict when clamd is killed in the middle, and judges it when clamd is back",
        ),
      ],
    ),
    known(
      "GuardDuty writes a tag of its own and, without a detector, no findings: who waits for those hears nothing.",
      [
        code("components/_media-queue.ts", "GuardDuty Malware Protection Object Scan Result"),
        code("runtime/scanner/scan-upload.ts", "GUARDDUTY_TAG"),
        rule("malware-guardduty-plan-tagging"),
      ],
      [
        ...tested("media", "queues GuardDuty's results and gives it a role of its own"),
        ...tested("antivirus", "protects the upload bucket, tags what was scanned, and waits for role and policies"),
        ...proven("runtime/scanner/pure", "reads GuardDuty's %s as %s"),
      ],
    ),
    known(
      "ClamAV's image starts as root unless it is told to use its other entry point, whose user differs between its variants.",
      [
        code("components/_antivirus-clamd.ts", '"/init-unprivileged"'),
        code("components/antivirus.ts", "imageUser.uid"),
        rule("pss-restricted-run-as-non-root"),
      ],
      tested("antivirus", CLAMD_PODS, '["root", { imageUser: { uid: 0, gid: 0 } }'),
    ),
    known(
      "On a read-only root clamd and freshclam do not start if they are to write a log, a socket or signatures where no volume is.",
      [
        code("components/_antivirus-clamd.ts", 'name: "temporary", mountPath: temporary'),
        code("components/_antivirus-config.ts", 'LocalSocket: "/tmp/clamd.sock"'),
      ],
      tested("antivirus-config", "neither daemon writes outside the folders that the pod mounts"),
    ),
    known(
      "Signatures are twice in memory while they are renewed, and the pod is killed, always at the same hour.",
      [code("components/antivirus.ts", "because signatures double on reload")],
      tested("antivirus", "too little memory", CLAMD_PODS),
    ),
    known(
      "The first start fetches and loads all signatures, which takes minutes in which a liveness probe would kill it again and again.",
      [code("components/_antivirus-clamd.ts", "START_SECONDS")],
      tested("antivirus", CLAMD_PODS),
    ),
    known(
      "The entry point lives on when clamd has died, so that the container looks well.",
      [code("components/_antivirus-config.ts", "export function renderAliveCheck")],
      tested("antivirus-config", "hold clamd alive only when it answers"),
    ),
    known(
      "clamd scans on with the signatures it has, however old, and finds nothing new.",
      [
        code("components/_antivirus-config.ts", "export function renderReadyCheck"),
        code("runtime/scanner/_clamd.ts", "StaleSignaturesError"),
        setting("antivirus.signatureMaxAgeHours"),
      ],
      [
        ...tested("antivirus-config", "hold a pod ready with %s: only if they are young"),
        ...proven("runtime/scanner/scan", "OK by old signatures"),
        ...proven("integration/scanner/scanner", "takes no message while the signatures are too old"),
      ],
    ),
    known(
      "clamd's port listens everywhere, knows no login, and obeys whoever tells it to shut down.",
      [
        code("components/_antivirus-config.ts", 'EnableShutdownCommand: "no"'),
        code("components/antivirus.ts", "can shut clamd down"),
        rule("clamav-not-exposed"),
      ],
      tested(
        "antivirus",
        "admits the worker and the callers, on one port, and lets clamd out to its mirror alone",
        "a ClamAV that anybody can shut down",
      ),
    ),
    known(
      "ClamAV's network turns away addresses from which many ask, such as a NAT gateway's, even at the first start.",
      [
        setting("antivirus.signatureMirror"),
        code("components/_antivirus-config.ts", "export function checksPerDay"),
        rule("clamav-signature-updates"),
      ],
      [
        ...proven("stacks/platform", "fetches signatures where the settings say"),
        ...tested(
          "antivirus-config",
          "asks the official network, seldom",
          "asks a mirror of one's own, over TLS, and nobody else",
        ),
      ],
    ),
  ],
};
