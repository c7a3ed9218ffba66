import type { ViolenceLines } from './reply-book.js';

// Reviewed text, kept in one piece per language so that it can be proof-read top to bottom.
export const VIOLENCE_EN: ViolenceLines = {
  believe: {
    harmed: [
      'I believe you, and being hurt like that is serious, not a private quarrel.',
      "Thank you for telling me; I believe you, and this shouldn't be happening to you.",
      "I'm taking every word of this seriously, and I believe you.",
    ],
    sexual: [
      'I believe you, and thank you for telling me something so hard to say.',
      'What was done to you is an assault, and I believe you.',
      'Saying this at all must have been very hard, and I believe you.',
    ],
    threatened: [
      'Being watched or pressured like this is frightening, and I believe what you sense.',
      "You aren't imagining it, and I'm taking your fear seriously.",
      'A threat like that has to be taken seriously, and I believe you.',
    ],
    child: [
      'A child being treated like that is serious, and it matters that you said so.',
      'You saw it and you spoke up, and that means a great deal for the child.',
      'I believe you, and the child needs a grown-up on their side.',
    ],
    other: [
      'Watching someone close to you being hurt is frightening, and I believe you.',
      "This is serious, and I'm glad you didn't look away.",
      "You're carrying a lot of fear for someone else; I hear it, and I believe you.",
    ],
  },
  notYourFault: {
    harmed: [
      'Whatever the argument was about, being hit is not your fault.',
      "Nothing you said or did is a reason to hurt you; it's not your fault.",
      "The fault is with the one who did it; it's not your fault.",
    ],
    sexual: [
      "Whatever you wore, said or couldn't do in that moment, it's not your fault.",
      "The shame belongs to the one who did it; it's not your fault.",
      "Freezing or staying silent doesn't make it your fault; it's not your fault.",
    ],
    threatened: [
      "They are the one crossing the line; it's not your fault.",
      "You did nothing wrong, and it's not your fault that they won't stop.",
      'Whatever you were to each other before, this is not your fault.',
    ],
    child: [
      "It's not the child's fault; nothing a child does has to be paid for with pain.",
      "None of this is the child's fault, and it isn't theirs to bear.",
      "Whatever a grown-up is angry about, it's not the child's fault.",
    ],
    other: [
      "It's not their fault, and it's not your fault either.",
      "You didn't cause this, it's not your fault, and you don't have to stand in front of it alone.",
      "The one who hits is responsible; it's not your fault, and not theirs.",
    ],
  },
  askSafe: {
    own: [
      'Are you safe right now?',
      'Are you somewhere safe at the moment, away from them?',
      'The most important thing first: are you safe as we speak?',
    ],
    child: ['Are you and the child safe right now?', 'Is the child safe at the moment, and with you?'],
    other: ['Are you both safe right now?', 'Are all of you safe at the moment?'],
  },
  goSafe: [
    'If you can leave, please go somewhere safe first: to a friend, a relative, or anywhere with people around.',
    'You could go to a neighbour, a friend or any place with people, and tell one person you trust what happened.',
    "There's no need to reason with anyone now; get some distance, and ask someone you trust to be with you.",
  ],
  emergency: ['If you are in danger right now, call your local emergency number.'],
  emergencyPolice: ['If anyone is in danger right now, call your local emergency number.'],
  askPast: [
    'Is that person still in your life, and are you safe these days?',
    'Did anyone know about it back then?',
    'What is it like in your body to speak of it now?',
  ],
  holdPast: [
    "Pain like that doesn't expire just because years have gone by; take all the time you need.",
    'The person you were then deserved to be protected.',
    'If you ever wish, someone you trust or a counsellor who works with this could hear it, too.',
  ],
  danger: [
    "Please don't open the door or argue; lock it, stay near a way out, and keep your phone in your hand.",
    "Your safety comes first: don't face them alone, leave if you can and go where there are people; if you can't, lock the door and stay out of the kitchen.",
    'Never mind the right words now; lock the door, and let a neighbour or someone you trust know at once so they can come or call the police for you.',
  ],
  dangerAsk: [
    'Are you able to make a call?',
    'Is the door locked, and is anyone with you?',
    'Is there someone who could get to you quickly?',
  ],
  safeNow: [
    'While you have some distance, let yourself breathe for a moment.',
    "Good, stay where it's safe; you've already taken an important step.",
    "I'm glad you're out of reach for now, and we can go slowly.",
  ],
  plan: [
    'You could quietly keep your papers, keys, some money and a charger ready, and agree on a code word with someone you trust.',
    'Photos of injuries and messages can be kept where they will not find them, and a doctor can write down what happened; it may help you later.',
    'Tell one person you trust “if something happens I will come to you”, so that there is a way out.',
  ],
  ties: [
    'They may have apologised, and you may still love them; both can be true, and hitting is still wrong.',
    "The good days are real and so is the hurt; you don't have to settle what you feel right now.",
  ],
  stuck: [
    'Being afraid to leave, to tell or to report it has very real reasons, and nobody has the right to blame you.',
    'You are afraid because this is frightening, not because you are weak.',
    'Whether and when to leave is yours to decide; quiet preparations to stay safe can start before that.',
  ],
  followHold: [
    "I'm still listening, and I'm not treating this as an ordinary quarrel.",
    'Living inside that kind of fear is exhausting.',
    "You can say it any way you like; I won't ask why you didn't leave sooner.",
    'Those reactions are how people protect themselves when they are afraid.',
  ],
  followAsk: [
    'Is there someone you could let know about this?',
    'Is there a place where you could be at ease tonight?',
    'Are you hurt, and do you need a doctor first?',
    'If it happened again, where could you go?',
    'What are you most afraid of right now?',
  ],
  urge: [
    "Being angry enough to hit someone means you've been pushed to the edge; stop here for now and do nothing yet.",
    'The anger is allowed; keep your hands to yourself and leave the room first.',
    "You're telling me before it happens, so let's get through these few minutes.",
  ],
  urgeStep: [
    'Go to another room or outside, put down whatever is in your hands, breathe out slowly ten times, and only then decide what to say.',
    'Put some distance between you, run cold water over your hands, and ring someone who can talk you down.',
    'Walk around the block until the shaking stops; whatever needs saying can wait until tomorrow.',
  ],
  urgeAsk: [
    'Are you in the same room at the moment?',
    'Who could come and stand between you for now?',
    'What pushed you this far?',
  ],
  done: [
    "You're not hiding that you hit someone, so I'll be plain as well: it hurts them, and it has to stop here.",
    'I can hear that it weighs on you; still, however angry you were, hitting leaves harm, and the first thing is to stop.',
    "Saying so isn't easy; I won't shout at you, and I won't say it's fine: first see whether they are hurt.",
  ],
  doneStep: [
    'Keep apart until you have both cooled down, see a doctor if there is any injury, and once calm, say “hitting you was wrong, and it was not your fault”.',
    'Make sure they are safe and unhurt, then ask another adult to take over for a while so that you can step back.',
    'Before the next flash of anger, settle on one move: turn round, go outside, count to thirty, ring someone.',
  ],
  doneAsk: [
    'How are they now, and are they hurt?',
    'At what moment did the anger take over?',
    'Is there someone who could step in when you are about to lose control?',
  ],
};
