/** Frames that follow each other, as JSON. None: only a sign that the stream's process lives. */
export interface FrameBatch {
  /** The number of the first one. */
  first: number;
  frames: readonly string[];
  /** Whether the last one is the stream's last. */
  ends: boolean;
}

export interface StreamPiece {
  /** The user whose turn it is. */
  owner: string;
  batches: readonly FrameBatch[];
  /** Where the next piece begins. */
  cursor: string;
  /** Whether it is there already. */
  more: boolean;
}

export interface PieceRequest {
  streamId: string;
  /** Frames up to this number are not needed; they may come all the same. */
  after: number;
  /** Of the piece before; missing for the first. */
  cursor: string | undefined;
}

/** Whose streams are meant: those of one session of one user. */
export interface StreamSession {
  userScope: string;
  sessionId: string;
}

/** The streams of this process. */
export interface OwnStreams {
  piece(request: PieceRequest): StreamPiece | undefined;
  cancel(streamId: string): void;
  /** Ends what runs of a deleted session and keeps nothing of it. */
  forget(session: StreamSession): void;
}

/**
 * Streams of this process for others, and theirs for this one. Nothing of it is needed for a turn: it may be slow, lose
 * what it has, or not be there. Methods reject when they cannot do their work now.
 */
export abstract class StreamArchive {
  /** Whether frames have to be put into it. */
  abstract readonly collects: boolean;

  /** Whether it can take them now. */
  abstract readonly ready: boolean;

  /** To be called before the application starts. */
  abstract connect(own: OwnStreams): void;

  /**
   * Adds frames, kept for five minutes from now. False when those before them are lost: all have to be put again, from the
   * first. After a rejection they may be there or not; putting them again does no harm.
   */
  abstract put(streamId: string, owner: string, batch: FrameBatch): Promise<boolean>;

  /** Undefined when there is no such stream. */
  abstract load(request: PieceRequest): Promise<StreamPiece | undefined>;

  /** Asks whoever runs the stream to cancel it. */
  abstract cancel(streamId: string): Promise<void>;

  /** Drops a stream that was put here. */
  abstract remove(streamId: string): Promise<void>;

  /** Asks all other processes to forget the streams of a session. */
  abstract forget(session: StreamSession): Promise<void>;
}
