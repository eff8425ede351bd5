import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

/** PostgreSQL's own default (`scram_iterations`); servers before 16 know no other number. */
const iterations = 4096;

/**
 * The verifier that PostgreSQL stores for a password (RFC 5802, SCRAM-SHA-256). `ALTER ROLE … PASSWORD`
 * takes it in place of the password, so neither the server nor its statement log ever sees the password.
 *
 * @param password Printable ASCII only, for which SASLprep changes nothing.
 * @throws If the password holds another character.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  if (!/^[\x21-\x7e]+$/.test(password)) {
    throw new Error("The new password holds a character outside printable ASCII; SASLprep would have to be applied.");
  }
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const storedKey = createHash("sha256").update(hmac(salted, "Client Key")).digest("base64");
  const serverKey = hmac(salted, "Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
