// The one tag of other sites: puts `window.QiaoduChat` there at once and fetches the launcher. Kept under 1 kB.
// `import()`, not a second <script>: a page that asks for Trusted Types lets nobody set a script's address.

const tag = document.currentScript as HTMLScriptElement;
if (!window.QiaoduChat) {
  const waiting: [string, unknown[]][] = [];
  const api: Record<string, (...given: unknown[]) => void> = {};
  for (const name of ["open", "close", "send", "on", "off"]) api[name] = (...given) => void waiting.push([name, given]);
  window.QiaoduChat = api;
  void import(new URL("../static/app/launcher.js", tag.src).href).then((launcher) => launcher.launch(tag, waiting));
}
