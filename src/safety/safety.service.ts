import { Injectable, Logger } from '@nestjs/common';
import type { Region } from '../config/config.slices.js';
import type { Language } from '../platform/language/language.js';
import { Profile } from '../platform/profiling/profile.decorator.js';
import type { FollowUp } from '../tasks/tasks.types.js';
import { CrisisRecorder, type JudgedTurn } from './crisis-recorder.js';
import { guardPhrases, OutputGuard } from './guard/output-guard.js';
import { joinRequestTexts } from './request-texts.js';
import { parseRegion, ResourceDirectory } from './resources/resource-directory.js';
import {
  cardMessage,
  closingSentence,
  crisisReply,
  isHarmTopic,
  resourceSentence,
} from './resources/reviewed-texts.js';
import { RiskAssessor, type AssessmentRequest } from './risk-assessor.js';
import {
  atLeast,
  higherRisk,
  type ResourceCard,
  type RiskLevel,
  type SafetyVerdict,
  type ScreenInput,
} from './safety.types.js';
import { CrisisScreen, type ScreenFindings } from './screen/crisis-screen.js';
import { SessionRiskTracker, type SessionKey } from './session-risk.tracker.js';

interface Place {
  language: Language;
  region?: Region | undefined;
}

/** What the rest of the service knows about crisis and safety. */
@Injectable()
export class SafetyService {
  private readonly logger = new Logger(SafetyService.name);
  private readonly guardPhrases = guardPhrases.load();

  constructor(
    private readonly crisis: CrisisScreen,
    private readonly tracker: SessionRiskTracker,
    private readonly resources: ResourceDirectory,
    private readonly assessor: RiskAssessor,
    private readonly recorder: CrisisRecorder,
  ) {}

  /**
   * Judges a turn before anything else happens to it: every text, whole, with what the session showed before. No I/O;
   * never throws, and what cannot be judged is level low at least.
   */
  screen(input: ScreenInput): SafetyVerdict {
    try {
      return this.judge(input);
    } catch (error) {
      this.logger.error(`The crisis screen failed (${error instanceof Error ? error.name : 'unknown'})`);
      const carried = this.carriedOrNone(input);
      return {
        level: higherRisk('low', carried),
        messageLevel: 'low',
        carried: atLeast(carried, 'medium'),
        ruleIds: [],
        degraded: true,
      };
    }
  }

  /**
   * Raises a verdict by the level the store keeps for the session, when this process has not read it lately, and by what
   * a moderator finds where one is configured.
   * @throws when the store fails: the caller takes the cautious path. A moderator that fails is only noted.
   */
  @Profile('safety.assess')
  assess(request: AssessmentRequest, signal: AbortSignal): Promise<SafetyVerdict> {
    return this.assessor.assess(request, signal);
  }

  /** True when `assess` asks a server: what the screen said is known long before. */
  get asksServer(): boolean {
    return this.assessor.asksServer;
  }

  /** The card of a level; none for ordinary talk. */
  cardFor({ level, language, region }: Place & { level: RiskLevel }): ResourceCard | undefined {
    if (level === 'none') return undefined;
    return {
      level,
      message: cardMessage(level, language, this.resources.phrases(language, region)),
      resources: this.resources.resources(level, language, region),
    };
  }

  /**
   * The card for texts that are no turn, read as those of one (the message first), where they show danger (medium or
   * high) or cannot be judged. Never throws.
   */
  cardForTexts(
    texts: readonly [message: string, ...others: string[]],
    place: Place,
  ): ResourceCard | undefined {
    try {
      const { level, ruleIds } = this.judgeRequest(texts, false).own;
      if (!atLeast(level, 'medium')) return undefined;
      const language = speaksChinese(ruleIds) ? 'zh' : place.language;
      return this.cardFor({ ...place, level, language });
    } catch (error) {
      this.logger.error(`A refused text was not judged (${error instanceof Error ? error.name : 'unknown'})`);
      return this.cardFor({ ...place, level: 'medium' });
    }
  }

  /** One sentence with the help line and the emergency number. */
  resourceLine({ language, region }: Place): string {
    return resourceSentence(language, this.resources.phrases(language, region));
  }

  /** The reviewed reply at level high; nothing is generated there. */
  fixedReply({ language, region }: Place): string {
    return crisisReply(language, this.resources.phrases(language, region));
  }

  /** A guard for one reply. `message` is what the user asked: a question for means forbids places too. */
  createOutputGuard({
    level,
    language,
    region,
    message,
  }: Place & { level: RiskLevel; message: string }): OutputGuard {
    const atRisk = level !== 'none' || this.asksForMeans(message);
    return new OutputGuard({
      phrases: this.guardPhrases,
      atRisk,
      closing: (topic) =>
        closingSentence(
          topic,
          language,
          atRisk || isHarmTopic(topic) ? this.resourceLine({ language, region }) : undefined,
        ),
    });
  }

  /** What keeps the turn's event, counters and session level. Never throws: a turn must not fail because its record does. */
  followUps(turn: JudgedTurn): FollowUp[] {
    try {
      return this.recorder.followUps(turn, this.tracker.sticky(turn));
    } catch (error) {
      this.logger.error(`A crisis event is lost (${error instanceof Error ? error.name : 'unknown'})`);
      return [];
    }
  }

  /** Removes what is kept about a session's level. */
  async forgetSession(userScope: string, sessionId: string, signal?: AbortSignal): Promise<void> {
    this.recorder.forget({ userScope, sessionId });
    await this.assessor.forget({ userScope, sessionId }, signal);
  }

  parseRegion(value: unknown): Region | undefined {
    return parseRegion(value);
  }

  private judge(input: ScreenInput): SafetyVerdict {
    const texts = [input.message, ...input.otherTexts] as const;
    const { own, cut } = this.judgeRequest(texts, this.tracker.isDistressed(input));
    const joined = this.judgeFragments(input, own.level);
    const findings = joined ? merge([own, joined]) : own;
    const { level, raised, carried } = this.tracker.add(input, {
      level: findings.level,
      distressed: findings.stressor,
      escalation: findings.escalation,
    });
    return {
      level,
      messageLevel: findings.level,
      carried,
      ruleIds: [
        ...findings.ruleIds,
        ...(cut ? ['request.fragments'] : []),
        ...(joined ? ['session.fragments'] : []),
        ...(raised ? ['session.repeated-ideation'] : []),
      ],
      ...(input.language === 'en' && speaksChinese(findings.ruleIds) ? { language: 'zh' as const } : {}),
      degraded: false,
    };
  }

  /** The texts of a request, each for itself and together; `cut` is what only a phrase cut into fields says. */
  private judgeRequest(
    [message, ...otherTexts]: readonly [string, ...string[]],
    distressed: boolean,
  ): { own: ScreenFindings; cut: ScreenFindings | undefined } {
    const alone = this.judgeTexts([message, ...otherTexts], distressed);
    const cut = this.judgeJoined(joinRequestTexts({ message, otherTexts }), alone.level);
    return { own: cut ? merge([alone, cut]) : alone, cut };
  }

  /** Distress in one text makes a question for means in another one serious, so such texts are read again. */
  private judgeTexts(texts: readonly string[], distressed: boolean): ScreenFindings {
    const first = texts.map((text) => this.crisis.screen(text, distressed));
    if (distressed || !first.some(({ means }) => means) || !first.some(({ stressor }) => stressor))
      return merge(first);
    return merge(texts.map((text) => this.crisis.screen(text, true)));
  }

  /**
   * A phrase cut into fields of one request. Counts only when together they say more. The rules alone read it: a
   * classifier can make nothing of loose parts.
   */
  private judgeJoined(texts: readonly string[], alone: RiskLevel): ScreenFindings | undefined {
    if (texts.length === 0) return undefined;
    const findings = merge(texts.map((text) => this.crisis.readRules(text).findings));
    return atLeast(findings.level, 'medium') && !atLeast(alone, findings.level) ? findings : undefined;
  }

  /** 我 / 想 / 自 / 杀, one a message: read as one text. Counts only when together they say more. */
  private judgeFragments(input: ScreenInput, alone: RiskLevel): ScreenFindings | undefined {
    const text = this.tracker.joinFragments(input, input.message);
    if (atLeast(alone, 'medium')) this.tracker.clearFragments(input);
    if (text === '') return undefined;
    const findings = this.crisis.readRules(text).findings;
    if (!atLeast(findings.level, 'medium') || atLeast(alone, findings.level)) return undefined;
    this.tracker.clearFragments(input);
    return findings;
  }

  private asksForMeans(message: string): boolean {
    try {
      const { means, stressor, level } = this.crisis.screen(message);
      return means || stressor || level !== 'none';
    } catch (error) {
      this.logger.error(`A message could not be judged (${error instanceof Error ? error.name : 'unknown'})`);
      return true;
    }
  }

  private carriedOrNone(key: SessionKey): RiskLevel {
    try {
      return this.tracker.carried(key);
    } catch (error) {
      this.logger.error(`A session level was not read (${error instanceof Error ? error.name : 'unknown'})`);
      return 'medium';
    }
  }
}

function merge(findings: readonly ScreenFindings[]): ScreenFindings {
  return {
    level: findings.reduce<RiskLevel>((highest, { level }) => higherRisk(highest, level), 'none'),
    ruleIds: [...new Set(findings.flatMap(({ ruleIds }) => ruleIds))],
    stressor: findings.some(({ stressor }) => stressor),
    escalation: findings.some(({ escalation }) => escalation),
    means: findings.some(({ means }) => means),
  };
}

/** Chinese rules matched and no English ones: Chinese in Latin letters, or a few Han characters among many others. */
function speaksChinese(ruleIds: readonly string[]): boolean {
  return ruleIds.some((id) => /^(?:zh|pinyin)\./.test(id)) && !ruleIds.some((id) => id.startsWith('en.'));
}
