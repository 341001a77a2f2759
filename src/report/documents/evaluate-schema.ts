import { proxySettingsSchema } from '../describe-proxy-settings.ts';
import { evaluateDocumentOf } from './evaluate-document.ts';

/** The schema of the JSON of `zerolm evaluate`, with the settings that proxies declare. */
export const evaluateDocument = evaluateDocumentOf(proxySettingsSchema());
