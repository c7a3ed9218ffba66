import type { Feeling, FeelingLines } from './reply-book.js';

// Reviewed text, kept in one piece per language so that it can be proof-read top to bottom.
export const FEELINGS_EN: Record<Feeling, FeelingLines> = {
  happy: {
    low: [
      "There's a lightness in how you say that, and it's lovely.",
      'Small joys like this deserve a proper moment.',
      'It sounds like today has a bit of sunshine in it.',
    ],
    high: [
      'Your happiness comes right through the screen!',
      'This joy is practically spilling out of your words.',
      "That's the kind of news you get to smile about twice.",
    ],
    ask: [
      'Which moment made you happiest?',
      'What part of this do you most want to remember?',
      'Who was the first person you wanted to tell?',
      'What makes this one so special to you?',
    ],
  },
  excited: {
    low: [
      'It sounds like you can hardly wait.',
      'Having something to look forward to changes a whole week.',
      "There's a nice spark in the way you put that.",
    ],
    high: [
      'Wow, your excitement is impossible to miss!',
      'Anyone would have trouble sitting still with something this big.',
      'That energy is catching.',
    ],
    ask: [
      'What are you looking forward to most?',
      'How long have you been waiting for this?',
      'If it all goes well, what do you picture?',
      'Is there a little nervousness mixed in as well?',
    ],
  },
  grateful: {
    low: [
      'Being treated like that can warm you for days.',
      'Noticing kindness like this says something good about you, too.',
      'It sounds like that kindness really landed.',
    ],
    high: [
      "It's clear how deeply this touched you.",
      'Someone showed up for you when it counted, so no wonder it moves you.',
      "That's the kind of kindness people remember for years.",
    ],
    ask: [
      'Which small thing they did touched you most?',
      'Have you thought about how you might tell them?',
      'What went through your mind in that moment?',
      'Has it changed how you see the people around you?',
    ],
  },
  sad: {
    low: [
      'It sounds like today feels heavy.',
      "Some sadness is quiet, but it's there all day long.",
      "It seems you've been carrying this low feeling by yourself for a while.",
    ],
    high: [
      "This really hurts, and there's no light way to put it.",
      "There's so much weight in what you just said.",
      'Hurting like that, hour after hour, must be exhausting.',
    ],
    ask: [
      'When has the sadness felt strongest lately?',
      'If this sadness could speak, what would it say?',
      'How have you been getting through these days?',
      'Which part hurts most right now?',
    ],
  },
  lonely: {
    low: [
      'Having things to say and nobody to say them to is hard.',
      'When you spend a lot of time alone, even silence gets loud.',
      'It sounds like you would love for someone to think of you.',
    ],
    high: [
      'Feeling left out while everyone else seems to belong wears a person down.',
      'Carrying this much on your own leaves a big empty space.',
      'Reaching out and hearing nothing back, again and again, gets really cold.',
    ],
    ask: [
      'Who do you most wish were with you right now?',
      'What time of day feels the loneliest?',
      'When did you last feel understood by someone?',
      'If someone would simply listen, what would you tell them first?',
    ],
  },
  anxious: {
    low: [
      "It sounds like something in you can't quite unclench.",
      'Not knowing can be more tiring than any answer.',
      'It seems one thought keeps circling back.',
    ],
    high: [
      "When the mind won't stop racing, it takes so much out of you.",
      'With this many worries arriving at once, of course it feels hard to breathe.',
      'You sound wound very, very tight right now.',
    ],
    ask: [
      'Out of all these worries, which one is hardest to put down?',
      'What are you most afraid might happen?',
      'When does the anxiety tend to hit hardest?',
      'On a scale from one to ten, how tense are you right now?',
    ],
  },
  angry: {
    low: [
      "That sounds unfair, and it's still sitting with you.",
      'Feeling put out by something like this is natural.',
      "Something about this didn't sit right with you.",
    ],
    high: [
      "That's infuriating, and your anger has a reason.",
      'When you get treated like that, anger is also a way of standing up for yourself.',
      "It sounds like you held this in for a long time, and now it's too much.",
    ],
    ask: [
      'Which part can you not let go of?',
      'If you could say one thing to their face, what would it be?',
      'Which line of yours did this cross?',
      'Under the anger, is there some hurt as well?',
    ],
  },
  frustrated: {
    low: [
      'Putting in effort and seeing nothing move is disheartening.',
      'Being stuck halfway, with no way up or down, really grates.',
      'One more setback would make anyone sigh.',
    ],
    high: [
      'Trying over and over and hitting the same wall can empty you out.',
      'After all you put in, no wonder this feels so discouraging.',
      "It sounds like you're nearly out of strength to try again.",
    ],
    ask: [
      'Which part of this drains you most?',
      'What had you hoped it would look like?',
      'Where exactly does it get stuck?',
      'Which piece would you most like to set down for now?',
    ],
  },
  confused: {
    low: [
      'It seems there are a few paths ahead and none of them is clear.',
      "Not being able to say what's wrong can be unsettling in itself.",
      "It's all a bit tangled right now.",
    ],
    high: [
      'It sounds like a knot that gets tighter the harder you pull.',
      'With so many voices tugging at you, of course you feel lost.',
      "That's a lot of unanswered questions to face at once.",
    ],
    ask: [
      'In all of this, which question keeps coming up?',
      'Leaving right and wrong aside, which way do you lean?',
      'When did things start to feel unclear?',
      'Which answer would bring you the most relief?',
    ],
  },
  surprised: {
    low: [
      'That came out of nowhere, so take a moment with it.',
      "It sounds like it hasn't quite sunk in yet.",
      'Not what you were expecting at all.',
    ],
    high: [
      "That's so sudden that anyone would freeze for a second.",
      'With no warning at all, going blank for a while makes sense.',
      "That's a huge turn, and it takes time to catch up with it.",
    ],
    ask: [
      'What was your very first reaction?',
      'Has it started to sink in?',
      'What will this change for you?',
      'Now that the surprise is wearing off, what feeling is left?',
    ],
  },
  neutral: {
    low: ["I'm listening.", 'Okay, take your time.', 'Thanks for telling me about this.'],
    high: [
      'It seems this takes up a good deal of room in your mind.',
      'It seems to matter to you, so I want to listen closely.',
      "It sounds like you've been turning this over for a while.",
    ],
    ask: [
      'What does this mean to you?',
      'What do you notice in yourself as you tell me this?',
      'What made you want to talk about it today?',
      'Which part would you most like someone to hear?',
    ],
  },
};
