import { createSafety } from '../../../test/support/safety.js';
import { IDEATION, ORDINARY, PLAN, turnOf } from '../../../test/support/turn-fixture.js';
import { ScreenStep } from './screen.step.js';

describe('ScreenStep', () => {
  const step = () => new ScreenStep(createSafety().service);
  const helpFor = (turn: ReturnType<typeof turnOf>) => {
    const screening = step();
    return screening.help(turn, screening.screen(turn));
  };

  it('adds nothing to an ordinary turn', () => {
    expect(helpFor(turnOf(ORDINARY))).toEqual({
      card: undefined,
      opening: '',
      fixedReply: undefined,
      closing: '',
    });
  });

  it('shows the card and opens with the help line when the message shows a wish to die', () => {
    const help = helpFor(turnOf(IDEATION));
    expect(help.card).toMatchObject({ level: 'medium' });
    expect(help.opening).toMatch(/12356[^]*\n\n$/u);
    expect(help.fixedReply).toBeUndefined();
  });

  it('answers a plan with the reviewed reply, the emergency number among it', () => {
    const help = helpFor(turnOf(PLAN));
    expect(help.card).toMatchObject({ level: 'high' });
    expect(help.fixedReply).toContain('120');
    expect(help.opening).toBe('');
  });

  it('reads every text inside the metadata', () => {
    const turn = turnOf(ORDINARY, { metadata: { note: { deep: [{ text: PLAN }] } } });
    expect(step().screen(turn).messageLevel).toBe('high');
  });

  it('closes with the help line while the session remembers a crisis', () => {
    const screening = step();
    const first = turnOf(IDEATION);
    screening.screen(first);
    const later = { ...turnOf(ORDINARY), userId: first.userId, userScope: first.userScope };
    const verdict = screening.screen(later);
    expect(verdict).toMatchObject({ level: 'medium', messageLevel: 'none', carried: true });
    const help = screening.help(later, verdict);
    expect(help.card).toMatchObject({ level: 'medium' });
    expect(help).toMatchObject({ opening: '', fixedReply: undefined });
    expect(help.closing).toMatch(/^\n\n.*12356/u);
  });

  it("names the help of the reader's region", () => {
    const turn = turnOf('I want to die', { metadata: { region: 'US' } });
    expect(helpFor(turn).opening).toContain('988');
  });
});
