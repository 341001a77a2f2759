import { PROXIES } from '../proxies/registry.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { ProxiesDocument } from '../report/documents/proxies-document.ts';
import { defineWorkflow } from './define-workflow.ts';

/** Every proxy, what it needs and the paper that it comes from. */
export const listProxies = defineWorkflow(() => {
  const proxies = [...PROXIES.values()].map(({ name, direction, needs, paper, description }) => ({
    ...{ name, direction, needs, paper, description },
  }));
  const document: ProxiesDocument = { ...HEADING, settings: {}, proxies };
  return Promise.resolve({ document });
});
