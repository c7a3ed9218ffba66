import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Region } from '../../config/config.slices.js';
import type { Language } from '../../platform/language/language.js';
import type { HelpResource, RiskLevel } from '../safety.types.js';

const REGIONS = ['CN', 'HK', 'TW', 'US', 'CA', 'GB', 'IE', 'INTL'] as const satisfies readonly Region[];

const localized = z.object({ zh: z.string().min(1), en: z.string().min(1) });

const entrySchema = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  kind: z.enum(['emergency', 'crisis', 'support']),
  name: localized,
  phone: z.string().min(3),
  hours: localized,
  languages: z.array(z.enum(['zh', 'en'])).min(1),
  source: z.string().min(1),
});

const regionSchema = z.object({
  emergency: localized,
  line: localized,
  entries: z.array(entrySchema).min(2),
});

export const resourcesSchema = z.object({
  note: z.string(),
  /** When the facts were last compared with the reviewed list. */
  checked: z.iso.date(),
  regions: z.record(z.enum(REGIONS), regionSchema),
});

type RegionResources = z.infer<typeof regionSchema>;

/** The region named by a request, if it is one we know: `CN`, `hk`, `UK`. Anything else is undefined. */
export function parseRegion(value: unknown): Region | undefined {
  if (typeof value !== 'string') return undefined;
  const name = value.trim().toUpperCase();
  return REGIONS.find((region) => region === (name === 'UK' ? 'GB' : name));
}

/** Help lines as reviewed data. A file that does not fit its schema stops the start, never a reply. */
export class ResourceDirectory {
  private readonly regions: Record<Region, RegionResources>;

  constructor(private readonly defaultRegion: Region | undefined) {
    const file = readFileSync(new URL('./resources.json', import.meta.url), 'utf8');
    this.regions = resourcesSchema.parse(JSON.parse(file)).regions;
  }

  /** The request's region, else the configured one, else mainland China for Chinese and the world for English. */
  resolve(language: Language, region?: Region): Region {
    return region ?? this.defaultRegion ?? (language === 'zh' ? 'CN' : 'INTL');
  }

  /** Emergency numbers first at level high, after the help lines below it. */
  resources(level: RiskLevel, language: Language, region?: Region): HelpResource[] {
    const resolved = this.resolve(language, region);
    const { entries } = this.regions[resolved];
    const emergency = entries.filter(({ kind }) => kind === 'emergency');
    const lines = entries.filter(({ kind }) => kind !== 'emergency');
    return (level === 'high' ? [...emergency, ...lines] : [...lines, ...emergency]).map((entry) => ({
      name: entry.name[language],
      phone: entry.phone,
      hours: entry.hours[language],
      region: resolved,
      languages: entry.languages,
    }));
  }

  /** The words for the emergency number and the first help line inside a sentence. */
  phrases(language: Language, region?: Region): { emergency: string; line: string } {
    const { emergency, line } = this.regions[this.resolve(language, region)];
    return { emergency: emergency[language], line: line[language] };
  }
}
