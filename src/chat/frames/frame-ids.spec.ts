import { DomainError } from '../../platform/errors/domain-error.js';
import { token } from '../../../test/support/stream-frames.js';
import { errorFrame } from './frame-factory.js';
import { FrameIds, outsideStream, placeAfter } from './frame-ids.js';

const brokenOff = () => errorFrame(new DomainError('shutting_down', 'Later.'), 'r');

describe('FrameIds', () => {
  it('numbers a stream on from the place where its reader begins', () => {
    const ids = new FrameIds();
    ids.beginAt({ streamId: 's', after: 7 });
    expect([ids.next(token('a')), ids.next(token('b')), ids.next(brokenOff())]).toEqual([
      's:8',
      's:9',
      's:10',
    ]);
  });

  it('lets a reader whose stream broke off on the way to it go on after the last frame it has', () => {
    const ids = new FrameIds();
    ids.beginAt({ streamId: 's', after: 7 });
    ids.next(token('a'));
    const id = ids.next(outsideStream(brokenOff()));
    expect(placeAfter('s', id, 'Last-Event-ID')).toEqual({ streamId: 's', after: 8 });
  });
});
