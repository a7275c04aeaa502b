/**
 * What the round button is called. It is there before anything is loaded, so these few words come
 * in all languages at once.
 */

import { counting } from "./counting.ts";
import type { Language } from "./languages.ts";

export interface LauncherWords {
  open: string;
  close: string;
  unread: (count: number) => string; // and that it opens
  unreadAtLeast: (count: number) => string; // where they are not all known yet
}

export const launcherWords: Record<Language, LauncherWords> = {
  en: {
    open: "Open chat",
    close: "Close chat",
    unread: counting("en", { one: "Open chat, {n} unread message", other: "Open chat, {n} unread messages" }),
    unreadAtLeast: counting("en", { other: "Open chat, {n} or more unread messages" }),
  },
  de: {
    open: "Chat öffnen",
    close: "Chat schließen",
    unread: counting("de", { one: "Chat öffnen, {n} ungelesene Nachricht", other: "Chat öffnen, {n} ungelesene Nachrichten" }),
    unreadAtLeast: counting("de", { other: "Chat öffnen, mindestens {n} ungelesene Nachrichten" }),
  },
  fr: {
    open: "Ouvrir le chat",
    close: "Fermer le chat",
    unread: counting("fr", { one: "Ouvrir le chat, {n} message non lu", other: "Ouvrir le chat, {n} messages non lus" }),
    unreadAtLeast: counting("fr", { other: "Ouvrir le chat, au moins {n} messages non lus" }),
  },
  es: {
    open: "Abrir el chat",
    close: "Cerrar el chat",
    unread: counting("es", { one: "Abrir el chat, {n} mensaje sin leer", other: "Abrir el chat, {n} mensajes sin leer" }),
    unreadAtLeast: counting("es", { other: "Abrir el chat, al menos {n} mensajes sin leer" }),
  },
  ar: {
    open: "فتح الدردشة",
    close: "إغلاق الدردشة",
    unread: counting("ar", {
      one: "فتح الدردشة، رسالة واحدة غير مقروءة",
      two: "فتح الدردشة، رسالتان غير مقروءتين",
      few: "فتح الدردشة، {n} رسائل غير مقروءة",
      other: "فتح الدردشة، {n} رسالة غير مقروءة",
    }),
    unreadAtLeast: counting("ar", { other: "فتح الدردشة، {n} من الرسائل غير المقروءة على الأقل" }),
  },
  "zh-CN": {
    open: "打开聊天",
    close: "关闭聊天",
    unread: counting("zh-CN", { other: "打开聊天，{n} 条未读消息" }),
    unreadAtLeast: counting("zh-CN", { other: "打开聊天，至少 {n} 条未读消息" }),
  },
};
