import { SIMULATED_TOKEN } from "../../../policies/value.ts";
import type { Sim, Simulator } from "./sim.ts";

/** A text of the asked length; none when that is too short to be recognised or not known. */
function digits(sim: Sim, length: number | undefined): string | undefined {
  return length === undefined || length <= SIMULATED_TOKEN.length ? undefined : sim.hex("result", length);
}

/** Base64 of so many bytes: hexadecimal digits are letters of its alphabet too. */
function base64(sim: Sim, bytes: number, padded: boolean): string | undefined {
  const text = digits(sim, Math.ceil((bytes * 4) / 3));
  return text === undefined || !padded ? text : text.padEnd(Math.ceil(bytes / 3) * 4, "=");
}

function byId(sim: Sim) {
  const bytes = sim.number("byteLength");
  if (bytes === undefined) return {};
  const prefix = sim.text("prefix") ?? "";
  const prefixed = (text: string | undefined) => (text === undefined ? undefined : prefix + text);
  return {
    id: base64(sim, bytes, false),
    hex: prefixed(digits(sim, bytes * 2)),
    b64Url: prefixed(base64(sim, bytes, false)),
    b64Std: prefixed(base64(sim, bytes, true)),
  };
}

function wrap(sim: Sim, text: string | undefined) {
  return text === undefined ? undefined : sim.secret(text);
}

/** Digits and lists drawn from the inputs cannot be told from real ones and stay unknown, but for the lowest integer. */
export const random: Readonly<Record<string, Simulator>> = {
  "random:index/randomPassword:RandomPassword": (sim) => ({
    id: "none",
    result: wrap(sim, digits(sim, sim.number("length"))),
    bcryptHash: sim.secret(`$2a$10$${sim.hex("bcrypt", 53)}`),
  }),
  "random:index/randomString:RandomString": (sim) => {
    const result = digits(sim, sim.number("length"));
    return { id: result, result };
  },
  "random:index/randomId:RandomId": byId,
  "random:index/randomPet:RandomPet": (sim) => {
    const separator = sim.text("separator") ?? "-";
    const id = [sim.text("prefix"), "simulated", sim.hex("pet", 12)]
      .filter((part) => part !== undefined)
      .join(separator);
    return { id };
  },
  "random:index/randomUuid:RandomUuid": (sim) => ({ id: sim.uuid("result"), result: sim.uuid("result") }),
  "random:index/randomInteger:RandomInteger": (sim) => ({
    id: `integer-${sim.hex("id", 12)}`,
    result: sim.number("min"),
  }),
  "random:index/randomShuffle:RandomShuffle": () => ({ id: "-" }),
  "random:index/randomBytes:RandomBytes": (sim) => {
    const bytes = sim.number("length");
    if (bytes === undefined) return { id: `bytes-${sim.hex("id", 12)}` };
    return {
      id: `bytes-${sim.hex("id", 12)}`,
      base64: wrap(sim, base64(sim, bytes, true)),
      hex: wrap(sim, digits(sim, bytes * 2)),
    };
  },
};

/** Keys and certificates of the `tls` package, recognisable and useless. */
export const tls: Readonly<Record<string, Simulator>> = {
  "tls:index/privateKey:PrivateKey": (sim) => ({
    id: sim.hex("id", 40),
    privateKeyPem: sim.secret(pem("PRIVATE KEY", sim.hex("private", 64))),
    privateKeyOpenssh: sim.secret(pem("OPENSSH PRIVATE KEY", sim.hex("openssh", 64))),
    publicKeyPem: pem("PUBLIC KEY", sim.hex("public", 64)),
    publicKeyOpenssh: `ssh-ed25519 ${sim.hex("public", 64)}`,
  }),
  "tls:index/selfSignedCert:SelfSignedCert": (sim) => ({
    id: sim.hex("id", 40),
    certPem: pem("CERTIFICATE", sim.hex("cert", 64)),
  }),
  "tls:index/locallySignedCert:LocallySignedCert": (sim) => ({
    id: sim.hex("id", 40),
    certPem: pem("CERTIFICATE", sim.hex("cert", 64)),
  }),
};

function pem(kind: string, content: string): string {
  return `-----BEGIN ${kind}-----\n${content}\n-----END ${kind}-----\n`;
}
