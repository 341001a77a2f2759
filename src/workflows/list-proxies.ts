import { PROXIES } from '../proxies/registry.ts';
import { SCHEMA_VERSION, TOOL, type ProxiesDocument } from '../report/documents.ts';
import { defineWorkflow } from './define-workflow.ts';

/** Every proxy, what it needs and the paper that it comes from. */
export const listProxies = defineWorkflow(() => {
  const proxies = [...PROXIES.values()].map(({ name, direction, needs, paper, description }) => ({
    ...{ name, direction, needs, paper, description },
  }));
  const document: ProxiesDocument = {
    schemaVersion: SCHEMA_VERSION,
    tool: TOOL,
    settings: {},
    proxies,
  };
  return Promise.resolve({ document });
});
