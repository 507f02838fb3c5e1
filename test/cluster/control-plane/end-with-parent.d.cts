/** Ends this process when the command that started it is gone. */
declare function endWithParent(): void;
export = endWithParent;
