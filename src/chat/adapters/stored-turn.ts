import type { Statement } from '../../platform/database/statement.js';
import type { Emotion } from '../../emotion/emotion.types.js';
import { RISK_LEVELS } from '../../safety/safety.types.js';
import type { MessageStatus, StoredMessage, StoredTurn } from '../ports/conversation-store.js';

/** Both sides of one turn. */
export const FIND_TURN: Statement = {
  name: 'find_turn',
  text: `
    SELECT id, role, content, status, emotion, intensity, confidence, risk_level AS "riskLevel"
    FROM messages WHERE turn_id = $1 AND user_id = $2 AND session_id = $3`,
};

export interface TurnRow {
  id: string;
  role: StoredMessage['role'];
  content: string;
  status: MessageStatus;
  emotion: string | null;
  intensity: number | null;
  confidence: number | null;
  riskLevel: string | null;
}

export function toStoredTurn(rows: readonly TurnRow[]): StoredTurn | undefined {
  const question = rows.find(({ role }) => role === 'user');
  const reply = rows.find(({ role }) => role === 'assistant');
  if (question === undefined) return undefined;
  const { status, emotion, intensity, confidence } = question;
  const riskLevel = RISK_LEVELS.find((level) => level === question.riskLevel);
  return {
    status,
    ...(emotion !== null &&
      intensity !== null &&
      confidence !== null && { emotion: { emotion: emotion as Emotion, intensity, confidence } }),
    ...(riskLevel && { riskLevel }),
    ...(reply && { reply: { id: reply.id, content: reply.content } }),
  };
}
