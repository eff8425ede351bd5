import { z } from "zod";

/** Setting shared by the rules that Kubernetes 1.35 and later waive for pods with `hostUsers: false`. */
export const userNamespaceSettings = z.object({
  acceptUserNamespaces: z
    .boolean()
    .default(false)
    .describe(
      "Accept root in pods with hostUsers false, as the restricted profile does since Kubernetes 1.35. Off by default: nodes without user namespaces ignore or refuse the field.",
    ),
});
