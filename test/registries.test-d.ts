/** Type tests of registries: `types.test.ts` compiles them, and nothing runs them. */
import { expectTypeOf } from 'vitest';
import {
  COSTS,
  INITIALIZATION_SCHEMES,
  MODES,
  OUTPUT_FORMATS,
  PROXIES,
  type CostName,
  type InitializationScheme,
  type Mode,
  type OutputFormat,
  type Proxy,
  type RankRequest,
} from 'zerolm';
import { jsonSchemas, type SchemaName } from 'zerolm/documents';

// The keys of a registry are a union of its names: catches one that is any string.
expectTypeOf<keyof typeof COSTS>().toEqualTypeOf<CostName>();
expectTypeOf<CostName>().toEqualTypeOf<
  'active-params' | 'flops' | 'params' | 'memory' | 'latency'
>();
expectTypeOf<keyof typeof jsonSchemas>().toEqualTypeOf<SchemaName>();
expectTypeOf<(typeof MODES)[number]>().toEqualTypeOf<Mode>();
expectTypeOf<(typeof OUTPUT_FORMATS)[number]>().toEqualTypeOf<OutputFormat>();
expectTypeOf<(typeof INITIALIZATION_SCHEMES)[number]>().toEqualTypeOf<InitializationScheme>();

// A request takes the names of the registries alone.
expectTypeOf<RankRequest['cost']>().toEqualTypeOf<CostName | undefined>();
expectTypeOf<RankRequest['initialization']>().toEqualTypeOf<InitializationScheme | undefined>();

// Proxies are told apart by what they need: catches one that any code may call.
expectTypeOf(PROXIES).toEqualTypeOf<ReadonlyMap<string, Proxy>>();
expectTypeOf<Extract<Proxy, { needs: 'network' }>>().toHaveProperty('measure');
expectTypeOf<Extract<Proxy, { needs: 'network' }>>().not.toHaveProperty('score');
