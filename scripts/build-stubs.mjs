// Modules of the AWS SDK that an unsigned AssumeRoleWithWebIdentity call never runs are left out of the bundle, because
// loading them is most of what the call would cost (335 kB to 135; over http 84 ms to 72, before any code cache). In their
// place stands a stub that throws when it is used: whatever the next SDK starts to use of them fails by name in
// test/build/stubs.test.ts, not silently in somebody's job.
import { build } from "esbuild";

const SMITHY = "@smithy/core/dist-es/submodules";
const AWS = "@aws-sdk/core/dist-es/submodules";

/**
 * `absent`: nothing of it is used. `inert`: its classes are made when the client is, and never used after that.
 * `silent`: it is used and does nothing. `client`: it is there with this HTTP client only.
 * @type {readonly { modules: string | readonly string[], kind?: "absent" | "inert" | "silent", client?: "node" | "fetch", reason: string }[]}
 */
export const STUBS = [
  {
    modules: "@aws-sdk/credential-provider-node/dist-es/index.js",
    reason: "the call is unsigned: nobody looks for credentials in files, SSO, IMDS or containers",
  },
  {
    modules: ["@smithy/signature-v4/dist-es/index.js", "@aws-sdk/signature-v4-multi-region/dist-es/index.js"],
    reason: "the call is unsigned: the SDK's list of ways to authenticate has 'none' first",
  },
  {
    modules: [
      `${AWS}/httpAuthSchemes/aws_sdk/AwsSdkSigV4Signer.js`,
      `${AWS}/httpAuthSchemes/aws_sdk/AwsSdkSigV4ASigner.js`,
    ],
    kind: "inert",
    reason: "the signers of the ways to authenticate that are not taken",
  },
  {
    modules: `${SMITHY}/event-streams/index.js`,
    reason: "STS has no event streams",
  },
  {
    modules: [
      `${SMITHY}/protocols/json/codec-v1/JsonCodec.js`,
      `${SMITHY}/protocols/json/codec-v1/JsonShapeDeserializer.js`,
      `${SMITHY}/protocols/json/codec-v1/JsonShapeSerializer.js`,
      `${SMITHY}/protocols/json/codec-v2/JsonCodec2.js`,
      `${SMITHY}/protocols/json/codec-v2/JsonShapeDeserializer2.js`,
      `${SMITHY}/protocols/json/codec-v2/JsonShapeSerializer2.js`,
      `${SMITHY}/protocols/json/SmithyRpcV2JsonProtocol.js`,
      `${SMITHY}/protocols/json/parseJsonBody.js`,
      `${SMITHY}/protocols/HttpBindingProtocol.js`,
      `${SMITHY}/protocols/AbstractRpcV2Protocol.js`,
    ],
    reason: "STS speaks the query protocol: form fields out, XML in; no JSON, no values in paths and headers",
  },
  {
    modules: [
      `${SMITHY}/retry/util-retry/AdaptiveRetryStrategy.js`,
      `${SMITHY}/retry/util-retry/DefaultRateLimiter.js`,
    ],
    reason: "the retry mode is 'standard', with one attempt: src/sts/retry.ts counts",
  },
  {
    modules: `${SMITHY}/checksum/index.js`,
    reason: "nothing is hashed in an unsigned call, and node:crypto would be loaded for it",
  },
  {
    modules: "@smithy/node-http-handler/dist-es/index.js",
    reason: "src/sts/handler-node.ts carries the requests; this one would load node:https for http, too",
  },
  {
    modules: `${AWS}/client/util-endpoints/lib/aws/partitions.js`,
    reason: "the endpoint is given: no rule asks for the partition of a region",
  },
  {
    modules: [
      `${SMITHY}/config/shared-ini-file-loader/readFile.js`,
      `${SMITHY}/config/shared-ini-file-loader/getSSOTokenFromFile.js`,
    ],
    reason:
      "every setting is given: the AWS files of the machine are not read, and node:fs/promises costs 1 ms",
  },
  {
    modules: "bowser/bowser.mjs",
    reason: "it reads the browser's name for the user agent: there is no browser",
  },
  {
    modules: "debug/src/index.js",
    kind: "silent",
    client: "node",
    reason:
      "https-proxy-agent says with it what it does; with DEBUG set in a job, also the headers for the proxy",
  },
];

/** What a stub has to do beside throwing, by module. */
const SPECIAL = {
  // The client hands its setting to this function, which gives a handler of one's own back as it is.
  "@smithy/node-http-handler/dist-es/index.js": {
    NodeHttpHandler: `{ create(handler) { if (typeof handler?.handle === "function") return handler; reached("NodeHttpHandler"); } }`,
  },
  // Read when the module that looks up partitions is loaded.
  [`${AWS}/client/util-endpoints/lib/aws/partitions.js`]: {
    partitionsInfo: `{ get partitions() { reached("partitionsInfo"); } }`,
  },
};

const PREFIX = "node_modules/";

/** The esbuild plugin that puts the stubs in place. It fails the build when a row of the table is of no use any more. */
export function stubs({ client = "node" } = {}) {
  const table = STUBS.filter((row) => (row.client ?? client) === client);
  const rows = new Map(table.flatMap((row) => [row.modules].flat().map((module) => [module, row])));
  const used = new Set();
  return {
    name: "stubs",
    setup({ onLoad, onStart, onEnd }) {
      onStart(() => used.clear());
      onLoad(
        { filter: /[\\/]node_modules[\\/](@aws-sdk|@smithy|bowser|debug)[\\/].*\.m?js$/ },
        async ({ path }) => {
          const slashes = path.replaceAll("\\", "/");
          const module = slashes.slice(slashes.lastIndexOf(PREFIX) + PREFIX.length);
          const row = rows.get(module);
          if (row === undefined) return undefined;
          used.add(module);
          if (row.kind === "silent") return { contents: "module.exports = () => () => {};", loader: "js" };
          return { contents: stub(module, row.kind ?? "absent", await exportsOf(path)), loader: "js" };
        },
      );
      onEnd(({ errors }) => {
        const unused = [...rows.keys()].filter((module) => !used.has(module));
        if (errors.length === 0 && unused.length > 0)
          return { errors: [{ text: `stubs for modules that are not loaded: ${unused.join(", ")}` }] };
      });
    },
  };
}

function stub(module, kind, names) {
  const special = SPECIAL[module] ?? {};
  const missing = Object.keys(special).filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`${module} exports no ${missing.join(", ")} any more`);
  const declarations = names.map((name) => {
    const local = name === "default" ? "default_" : name;
    const value = special[name] ?? `/* @__PURE__ */ ${kind}(${JSON.stringify(name)})`;
    return `const ${local} = ${value};\nexport { ${local} as ${name} };`;
  });
  return `${HELPERS(module)}\n${declarations.join("\n")}\n`;
}

const HELPERS = (module) => `
const reached = (name) => { throw new Error("stub reached: " + ${JSON.stringify(module)} + " " + name); };
const absent = (name) => function () { reached(name); };
const inert = (name) => function () {
  return new Proxy({}, { get: (_, property) => reached(name + "." + String(property)) });
};`;

const exported = new Map();

/** The names that a module exports, those of its \`export *\` included. */
export async function exportsOf(path) {
  const known = exported.get(path);
  if (known !== undefined) return known;
  const { metafile } = await build({
    entryPoints: [path],
    bundle: true,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    write: false,
    metafile: true,
    outdir: "out",
    logLevel: "silent",
  });
  const names = Object.values(metafile.outputs).flatMap(({ exports, entryPoint }) =>
    entryPoint ? exports : [],
  );
  exported.set(path, names);
  return names;
}
