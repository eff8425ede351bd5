import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "glue-catalog-encrypted",
  title: "Encrypt the data catalogue and its connection passwords.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Table definitions, partitions and passwords of databases stay readable to whoever may read the catalogue.",
  fix: "Set catalogEncryptionMode to SSE-KMS and returnConnectionPasswordEncrypted to true, with keys.",
  links: [awsDocs("Encrypting the Data Catalog", "glue/latest/dg/encrypt-glue-data-catalog.html")],
  types: ["aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings"],
  check: (resource) => {
    const settings = resource.get("dataCatalogEncryptionSettings");
    return all(
      () => {
        const mode = settings.get("encryptionAtRest", "catalogEncryptionMode");
        return (mode.string() ?? "").startsWith("SSE-KMS")
          ? []
          : [mode.fail("The catalogue is not encrypted; set catalogEncryptionMode to SSE-KMS")];
      },
      () =>
        settings
          .get("connectionPasswordEncryption", "returnConnectionPasswordEncrypted")
          .mustBe(true, "Passwords of connections are not encrypted; set returnConnectionPasswordEncrypted to true"),
    );
  },
  examples: {
    pass: [{ inputs: settings("SSE-KMS", true) }, { inputs: settings("SSE-KMS-WITH-SERVICE-ROLE", true) }],
    fail: [
      {
        inputs: settings("DISABLED", true),
        path: "/dataCatalogEncryptionSettings/encryptionAtRest/catalogEncryptionMode",
        message: "catalogue is not encrypted",
      },
      {
        inputs: settings("SSE-KMS", false),
        path: "/dataCatalogEncryptionSettings/connectionPasswordEncryption/returnConnectionPasswordEncrypted",
        message: "Passwords",
      },
    ],
    undecided: [
      {
        inputs: settings(UNKNOWN, true),
        path: "/dataCatalogEncryptionSettings/encryptionAtRest/catalogEncryptionMode",
      },
      {
        inputs: settings("SSE-KMS", UNKNOWN),
        path: "/dataCatalogEncryptionSettings/connectionPasswordEncryption/returnConnectionPasswordEncrypted",
      },
    ],
  },
});
function settings(catalogEncryptionMode: Value, returnConnectionPasswordEncrypted: Value) {
  return {
    dataCatalogEncryptionSettings: {
      encryptionAtRest: { catalogEncryptionMode },
      connectionPasswordEncryption: { returnConnectionPasswordEncrypted },
    },
  };
}
