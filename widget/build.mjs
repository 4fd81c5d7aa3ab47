// Builds the tracker and the widget into foyer/edge/public/; with --check it compares instead and minds the budgets (P7).
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "foyer", "edge", "public");
const budgets = { "foyer.js": 2_000, "chat.js": 20_000 };
/** Fetched by the chat where they are wanted: modules, whose names with their hashes are written into it. */
const parts = { de: "chat/texts/de.ts", fr: "chat/texts/fr.ts", more: "chat/more.ts", elsewhere: "chat/elsewhere.ts" };

/** The desk has no build of its own; this one piece is the same for both. */
const shared = join("..", "..", "desk", "shell", "static", "js", "polled.js");

/** The texts that a portal may have of its own, as they are shipped: Setup shows them (foyer/portals/widget_settings.py). */
const shipped = join("..", "..", "portals", "shipped.json");
const own = { hello: "hello", welcome: "one_here", offline: "nobody_here", thanks: "thanks", launcher: "chat", greeting: "greeting" };

async function textsOf(language) {
  const code = await bundle(`chat/texts/${language}.ts`, "esm");
  const module = await import(`data:text/javascript;base64,${code.toString("base64")}`);
  const texts = module.texts ?? module[language];
  return Object.fromEntries(Object.entries(own).map(([key, name]) => [key, texts[name]]));
}

async function bundle(entry, format, define, minify = true) {
  const result = await build({
    entryPoints: [join(here, entry)],
    absWorkingDir: here,
    bundle: true,
    minify,
    write: false,
    format,
    define,
    target: "es2020",
    charset: "utf8",
    legalComments: "none",
    loader: { ".css": "text" },
    plugins: [minifiedCss],
  });
  return Buffer.from(result.outputFiles[0].contents);
}

const minifiedCss = {
  name: "minified-css",
  setup(builder) {
    builder.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const css = await build({ entryPoints: [path], minify: true, write: false, bundle: false, loader: { ".css": "css" } });
      return { contents: css.outputFiles[0].text, loader: "text" };
    });
  },
};

const built = {};
const manifest = {};
const names = {};
const note = (name, data) => {
  built[name] = data;
  manifest[name] = { hash: createHash("sha256").update(data).digest("hex").slice(0, 10), gzip: gzipSync(data, { level: 9 }).length };
};
for (const [name, entry] of Object.entries(parts)) {
  note(`chat.${name}.js`, await bundle(entry, "esm"));
  names[name] = `chat.${name}.${manifest[`chat.${name}.js`].hash}.js`;
}
note("foyer.js", await bundle("tracker/main.ts", "iife"));
note("chat.js", await bundle("chat/main.ts", "iife", { PARTS: JSON.stringify(names) }));
built[shared] = await bundle("chat/polled.ts", "esm", undefined, false);
const languages = ["en", "de", "fr"];
built[shipped] = Buffer.from(JSON.stringify(Object.fromEntries(await Promise.all(languages.map(async (one) => [one, await textsOf(one)]))), null, 2) + "\n");
built["manifest.json"] = Buffer.from(JSON.stringify(manifest, null, 2) + "\n");

const problems = Object.entries(budgets).filter(([name, most]) => manifest[name].gzip > most)
  .map(([name, most]) => `${name} is ${manifest[name].gzip} bytes gzipped, more than ${most}`);
if (process.argv.includes("--check")) {
  for (const [name, data] of Object.entries(built)) {
    let kept = Buffer.alloc(0);
    try { kept = readFileSync(join(target, name)); } catch { /* missing is different */ }
    if (!kept.equals(data)) problems.push(`${name} differs from its source: run npm run build in widget/`);
  }
} else {
  mkdirSync(target, { recursive: true });
  for (const [name, data] of Object.entries(built)) writeFileSync(join(target, name), data);
}
for (const [name, { gzip }] of Object.entries(manifest)) console.log(`${name}: ${gzip} bytes gzipped`);
if (problems.length) {
  console.error(problems.join("\n"));
  process.exit(1);
}
