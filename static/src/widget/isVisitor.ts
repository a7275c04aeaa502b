import type { WhoseId } from "../chat/message.ts";

/** A conversation has one visitor. */
export const isVisitor = ({ sender_type }: WhoseId): boolean => sender_type === "visitor";
