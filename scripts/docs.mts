/** Writes the pages of docs/ that are made from the code. */
import { writeFileSync } from 'node:fs';
import { operationsReference } from '../tools/operationsReference.mts';

writeFileSync('docs/operations.md', operationsReference());
