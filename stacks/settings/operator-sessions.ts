import * as z from "zod";
import { image, referenceName, whole } from "./_fields.ts";

export const operatorSessions = z
  .record(
    referenceName,
    z.strictObject({
      secret: referenceName.describe(
        "The login: an entry of `secrets.entries` of kind `rotated`. A database role starts `psql`, a cache user `valkey-cli`.",
      ),
      image: image.describe("Image built from runtime/session, by digest."),
      minutes: whole(5, 480, "minutes").default(60).describe("How long after its start a session ends by itself."),
      outsideRegistry: z
        .boolean()
        .default(false)
        .describe(
          "Opens HTTPS to anywhere through the NAT gateways, for an image that does not lie in ECR of the home region.",
        ),
      allowWrites: z
        .boolean()
        .default(false)
        .describe(
          "Admits a login that may change data. Without it only `readonly` and `monitor` roles and users that `inspect`.",
        ),
    }),
  )
  .default({})
  .describe(
    "Sessions of people in a database or cache, by name: a container without a way in from outside, of which a transcript is kept.",
  );
