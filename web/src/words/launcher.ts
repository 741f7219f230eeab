// The few words of the launcher on other sites; it is too small to carry the page's catalogues.

export const LAUNCHER_WORDS = {
  "zh-Hans": { name: "侨都通", open: "打开侨都通对话", close: "收起侨都通对话", dismiss: "不再显示这个按钮", unread: "有 {n} 条新回复" },
  "zh-Hant": { name: "僑都通", open: "開啟僑都通對話", close: "收起僑都通對話", dismiss: "不再顯示這個按鈕", unread: "有 {n} 則新回覆" },
  en: { name: "Ask Qiaodu", open: "Open the Qiaodu chat", close: "Close the Qiaodu chat", dismiss: "Do not show this button again", unread: "{n} new replies" },
};
