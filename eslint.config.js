// Lint rules: ESLint's recommended ones, with the globals of the place where each script runs.

const js = require("@eslint/js");
const globals = require("globals");

// The globals of a js or jsui object in Max; typed in max_patch/javascript/max.d.ts.
const max = Object.fromEntries(
  [
    ...["File", "Image", "LiveAPI", "MGraphics", "Task", "arrayfromargs", "max", "messagename", "mgraphics", "outlet", "post"],
  ].map((name) => [name, "readonly"]),
);
const maxSettings = { autowatch: "writable", inlets: "writable", outlets: "writable" };

module.exports = [
  { ignores: ["**/node_modules/", "build/", "dist/"] },
  js.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["server/latentpad/web/static/*.js"],
    languageOptions: { sourceType: "module", globals: globals.browser },
  },
  {
    files: ["export/latentpad_export/evaluate/report/page.js"],
    languageOptions: { sourceType: "script", globals: globals.browser },
  },
  {
    files: ["max_patch/javascript/*.js"],
    languageOptions: { ecmaVersion: 5, sourceType: "script", globals: { ...max, ...maxSettings } },
    // Max calls the functions at the top by name.
    rules: { "no-unused-vars": ["error", { vars: "local", args: "none", caughtErrors: "none" }] },
  },
  {
    files: ["eslint.config.js", "max_patch/examples/**/*.js", "tests/max/**/*.js"],
    languageOptions: { sourceType: "commonjs", globals: globals.node },
  },
  {
    files: ["max_patch/examples/open-stage-control/*.js"],
    languageOptions: { globals: { app: "readonly", receive: "readonly", send: "readonly", settings: "readonly" } },
  },
];
