// Reading aloud with a voice of this device, and speaking to a speech service of the operator's own.
// Never the browser vendor's cloud: voices that are not on the device are passed over, and its speech recognition is not used.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Message } from "./talk/api";
import { pieces, voiceFor } from "./text/speech";
import { useAround } from "./views/context";
import { Icon } from "./views/icons";

const LONGEST_MS = 60_000;
const FORMATS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

let reading: string | null = null;
const readers = new Set<() => void>();

/** `id` is read out, or nothing; every button shows it. */
function nowReading(id: string | null): void {
  reading = id;
  readers.forEach((show) => show());
}

/** Silence. */
export function stopReading(): void {
  if (reading === null) return;
  nowReading(null);
  speechSynthesis.cancel();
}

/** The button that reads a message out, and stops; nothing where this device has no voice for its language. */
export function ReadAloud({ message }: { message: Message }) {
  const { t, lang } = useAround();
  const [, show] = useState(0);
  const synth = "speechSynthesis" in window ? speechSynthesis : null;
  useEffect(() => {
    const again = (): void => show((n) => n + 1);
    readers.add(again);
    synth?.addEventListener?.("voiceschanged", again);
    addEventListener("pagehide", stopReading);
    return () => {
      readers.delete(again);
      synth?.removeEventListener?.("voiceschanged", again);
      if (reading === message.id) stopReading();
    };
  }, []);
  const spoken = message.lang || lang;
  const voice = synth && voiceFor(spoken, synth.getVoices());
  if (!synth || !voice) return null;
  const on = reading === message.id;
  const read = (): void => {
    stopReading();
    if (on) return;
    nowReading(message.id);
    const parts = pieces(message.speech || message.fallback).map((text) => {
      const part = new SpeechSynthesisUtterance(text);
      part.voice = voice;
      part.lang = voice.lang;
      part.onerror = () => reading === message.id && nowReading(null);
      synth.speak(part);
      return part;
    });
    const last = parts[parts.length - 1];
    if (last) last.onend = () => reading === message.id && nowReading(null);
  };
  return (
    <button type="button" class="tool" aria-pressed={on} onClick={read}>
      <Icon name={on ? "stop" : "speaker"} /> {t(on ? "stopReading" : "readAloud")}
    </button>
  );
}

/** The button that records what is said; `onText` gets the words, for the citizen to read over. Nothing without a service. */
export function Microphone({ onText }: { onText: (text: string) => void }) {
  const { t, talk, announce } = useAround();
  const [state, go] = useState<"idle" | "recording" | "hearing" | "failed" | "denied">("idle");
  const [seconds, tick] = useState(0);
  const recorder = useRef<MediaRecorder | null>(null);
  useEffect(() => () => recorder.current?.stop(), []);
  useEffect(() => {
    if (state !== "recording") return undefined;
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, [state]);
  if (!talk.hear || !("MediaRecorder" in window) || !navigator.mediaDevices) return null;
  const { hear } = talk;

  const heard = async (sound: Blob, stream: MediaStream): Promise<void> => {
    stream.getTracks().forEach((track) => track.stop());
    recorder.current = null;
    go("hearing");
    try {
      const text = await hear(sound);
      go(text ? "idle" : "failed");
      if (!text) return;
      onText(text);
      announce(t("heardCheck"));
    } catch {
      go("failed");
    }
  };
  const record = async (): Promise<void> => {
    stopReading();
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return go("denied");
    }
    const type = FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
    const made = new MediaRecorder(stream, { ...(type ? { mimeType: type } : {}), audioBitsPerSecond: 24_000 });
    const parts: Blob[] = [];
    made.ondataavailable = (event) => parts.push(event.data);
    made.onstop = () => void heard(new Blob(parts, { type: made.mimeType }), stream);
    recorder.current = made;
    tick(0);
    go("recording");
    announce(t("recording", { n: 0 }));
    made.start();
    setTimeout(() => made.state === "recording" && made.stop(), LONGEST_MS);
  };
  const on = state === "recording";
  const word = on ? t("recording", { n: seconds }) : state === "hearing" ? t("hearing") : state === "failed" ? t("hearFailed") : state === "denied" ? t("micDenied") : "";
  return (
    <>
      {word && <span class={`voice-note${state === "failed" || state === "denied" ? " fault" : ""}`}>{word}</span>}
      <button type="button" class="square mic" aria-pressed={on} aria-label={t(on ? "stopRecording" : "record")} disabled={state === "hearing"}
        onClick={() => (on ? recorder.current?.stop() : void record())}>
        <Icon name={on ? "stop" : "mic"} />
      </button>
    </>
  );
}
