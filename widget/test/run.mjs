// Bundles the tests, since this node may not read TypeScript, and runs them.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "foyer-widget-"));
const tests = readdirSync(here).filter((name) => name.endsWith(".test.ts"));
await build({
  entryPoints: tests.map((name) => join(here, name)), outdir: folder, outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm",
});
const { status } = spawnSync(process.execPath, ["--test", folder], { stdio: "inherit" });
rmSync(folder, { recursive: true });
process.exit(status ?? 1);
