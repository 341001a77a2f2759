import { VERSION } from '../../version.ts';

/** Version of the form of every JSON document; it grows when a reader would have to change. */
export const SCHEMA_VERSION = 1;

/** The tool that makes documents. */
export const TOOL = { name: 'zerolm', version: VERSION } as const;

/** The first fields of every document. */
export const HEADING = { schemaVersion: SCHEMA_VERSION, tool: TOOL } as const;
