// The demo page of a site that embeds the chat: shows what its API says, and calls it.

type Api = Record<"open" | "close", () => void> & { send(text: string): void; on(name: string, handler: (detail?: unknown) => void): void };

const api = window.QiaoduChat as Api | undefined;
const said = document.querySelector("#said");
for (const name of ["ready", "open", "close", "unread"]) {
  api?.on(name, (detail) => {
    const line = document.createElement("li");
    line.textContent = detail === undefined ? name : `${name} ${String(detail)}`;
    said?.append(line);
  });
}
document.querySelector("#ask")?.addEventListener("click", (event) => api?.send((event.currentTarget as HTMLButtonElement).value));
document.querySelector("#open")?.addEventListener("click", () => api?.open());
document.querySelector("#close")?.addEventListener("click", () => api?.close());
