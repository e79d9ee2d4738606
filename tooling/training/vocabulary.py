"""
The student's vocabulary: `python3 vocabulary.py FOLDER OUT.vocab` learns 16,000 pieces from a quarter of FOLDER/corpus.txt (byte pair
encoding, cased, digits one by one, bytes for what is unknown) and of our own passages.
"""
import glob, random, re, sys, os
import sentencepiece

folder, out = sys.argv[1:3]
here = os.path.dirname(os.path.abspath(__file__))
random.seed(1)
with open(folder + '/pieces.txt', 'w') as sample:
    for line in open(folder + '/corpus.txt'):
        if random.random() < 0.2 and len(line) < 2500:
            sample.write(line)
    for path in sorted(glob.glob(here + '/labels/[ab]-*.txt')) * 3:
        sample.write('\n'.join(line for line in re.sub(r'[{}]', '', open(path).read()).split('\n') if not line.startswith('===')))
sentencepiece.SentencePieceTrainer.train(
    input=folder + '/pieces.txt', model_prefix=folder + '/pieces', vocab_size=16000, model_type='bpe', character_coverage=0.9998,
    split_digits=True, byte_fallback=True, normalization_rule_name='identity', input_sentence_size=200000,
    shuffle_input_sentence=True, num_threads=1, max_sentence_length=3000, pad_id=0, unk_id=1, bos_id=2, eos_id=3,
    user_defined_symbols=['<mask>'], minloglevel=2)
os.replace(folder + '/pieces.vocab', out)
