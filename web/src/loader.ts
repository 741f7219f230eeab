// The launcher for other sites: a button, and this service's chat page in a frame. Kept under 1 kB.

const script = document.currentScript as HTMLScriptElement;
if (!document.querySelector("zw-launcher")) {
  const home = new URL(script.src).origin;
  const { lang = "", elder = "", position = "right" } = script.dataset;
  const host = document.createElement("zw-launcher");
  const root = host.attachShadow({ mode: "open" });
  const button = document.createElement("button");
  const frame = document.createElement("iframe");
  const css = (element: HTMLElement, text: string): void => {
    for (const rule of text.split(";")) {
      const [name, value] = rule.split(":");
      element.style.setProperty(name!, value!, "important");
    }
  };
  const wide = innerWidth > 600;
  const place = `position:fixed;z-index:2147483000;${position === "left" ? "left" : "right"}:`;
  css(host, "all:initial");
  css(button, place + "20px;bottom:20px;min-width:60px;height:60px;padding:0 18px;border:0;border-radius:30px;background:#0a7a42;color:#fff;font:600 17px sans-serif;cursor:pointer");
  css(frame, place + (wide ? "20px;bottom:92px;width:400px;height:min(680px,80vh);border-radius:12px;box-shadow:0 8px 32px #0004" : "0;bottom:0;width:100%;height:100%") + ";border:0;display:none;background:#ededed");
  button.textContent = lang === "en" ? "Ask" : "侨都通";
  button.setAttribute("aria-expanded", "false");
  frame.title = "侨都通";
  frame.allow = "clipboard-write";
  const show = (on: boolean): void => {
    if (on && !frame.src) frame.src = `${home}/chat?embed=1&origin=${location.origin}&lang=${lang}${elder && "&elder=1"}`;
    frame.style.setProperty("display", on ? "block" : "none", "important");
    button.setAttribute("aria-expanded", `${on}`);
    (on ? frame : button).focus();
  };
  button.onclick = () => show(frame.style.display === "none");
  addEventListener("message", (event) => {
    if (event.origin === home && event.source === frame.contentWindow && event.data?.zw === 1 && event.data.type === "close") show(false);
  });
  root.append(frame, button);
  document.body.append(host);
}
