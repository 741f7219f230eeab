interface Window {
  /** What a page around us may do: see src/launcher.ts. */
  QiaoduChat?: object;
}
