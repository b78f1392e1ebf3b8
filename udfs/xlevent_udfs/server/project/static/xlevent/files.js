// Files that go to the server and files that come from it.
import { Trouble } from "./texts.js";

// The chosen file as the server takes it.
export async function readFile(file, mostBytes) {
  if (file.size > mostBytes) {
    throw new Trouble("large_file", { name: file.name, size: size(mostBytes) });
  }
  let bytes;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new Trouble("not_file", { name: file.name });
  }
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) {
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  }
  return { name: file.name, content: btoa(text) };
}

export function bytesOf(download) {
  return Uint8Array.from(atob(download.content), (letter) => letter.charCodeAt(0));
}

export function isText(download) {
  return /^text\/|json|xml/.test(download.media_type);
}

export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

// Copies a text; false where the web view does not allow it.
export async function copyText(area) {
  area.focus();
  area.select();
  try {
    await navigator.clipboard.writeText(area.value);
    return true;
  } catch {
    try {
      return document.execCommand("copy"); // older web views of Office know only this
    } catch {
      return false;
    }
  }
}
