/** SQL that is written once, with numbered parameters. */
export interface Statement {
  /** Unlike that of any other statement: the embedded database prepares it under this name. */
  readonly name: string;
  readonly text: string;
  /** It changes nothing, and somebody goes on with what it finds. */
  readonly reads?: boolean;
}
