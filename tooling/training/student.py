"""
Trains the small model from the linguistic scorer's scores and our labels, exports and quantises it.

    python3 student.py FOLDER VOCAB OUT [SECONDS]     (FOLDER/taught.jsonl of `teach.ts`; OUT: a folder; 600 seconds of one core)

128 wide, 3 layers, 4 heads, a convolution over neighbours. The loss is cross entropy against the teacher's scores, and five times as
much against our own labels. Matrices become integers of 7 bits with a scale a column: on processors without VNNI the sums of 8 bits
saturate. Weights come out nearly, not exactly, the same each time; what ships is named by its SHA-256 in `model.json`.
"""
import hashlib, json, math, os, random, sys, time
import numpy as np
import onnx, sentencepiece, torch, torch.nn as nn
from onnx import helper, numpy_helper

WIDTH, LAYERS, HEADS, MOST, VOCAB = 128, 3, 4, 512, 16000
CHUNK, PIECES, GOLD = 250, 500, 5.0


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.before, self.after = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, mask):
        batch = x.shape[0]
        q, k, v = self.qkv(self.before(x)).view(batch, -1, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.softmax(q @ k.transpose(-1, -2) * ((WIDTH // HEADS) ** -0.5) + mask, -1)
        x = x + self.out((weights @ v).transpose(1, 2).reshape(batch, -1, WIDTH))
        return x + self.down(nn.functional.gelu(self.up(self.after(x))))


class Student(nn.Module):
    def __init__(self):
        super().__init__()
        self.pieces = nn.Embedding(VOCAB, WIDTH)
        nn.init.normal_(self.pieces.weight, 0, 0.05)
        self.places = nn.Parameter(torch.randn(1, MOST, WIDTH) * 0.02)
        self.near = nn.Conv1d(WIDTH, WIDTH, 3, padding=1)
        self.blocks = nn.ModuleList([Block() for _ in range(LAYERS)])
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 1)

    def forward(self, input_ids, attention_mask):
        x = self.pieces(input_ids) + self.places[:, :input_ids.shape[1]]
        x = x + self.near(x.transpose(1, 2)).transpose(1, 2)
        mask = ((1 - attention_mask.to(x.dtype)) * -1e4)[:, None, None, :]
        for block in self.blocks:
            x = block(x, mask)
        return torch.sigmoid(self.head(self.norm(x)))[:, :, 0]


def encoded(folder, spm):
    known = {}

    def pieces(word):
        if word not in known:
            known[word] = spm.encode(word)[:16]
        return known[word]

    for line in open(folder + '/taught.jsonl'):
        one = json.loads(line)
        scores, kept = np.array(one['scores']) / 255, one.get('kept')
        ids, first = [], []
        for word in one['words']:
            first.append(len(ids))
            ids += pieces(word)
        if 20 <= len(ids) <= PIECES:
            yield ids, first, np.array(kept if kept else scores, np.float32), (GOLD if kept else 1.0), scores.astype(np.float32)


def batch_of(items):
    longest = max(len(ids) for ids, *_ in items)
    ids = torch.zeros(len(items), longest, dtype=torch.long)
    mask = torch.zeros(len(items), longest)
    goal = torch.full((len(items), longest), -1.0)
    weight = torch.zeros(len(items), longest)
    for row, (own, first, labels, gold, scores) in enumerate(items):
        ids[row, :len(own)] = torch.tensor(own)
        mask[row, :len(own)] = 1
        goal[row, first] = torch.tensor(labels if gold == 1.0 else 0.7 * labels + 0.3 * scores)
        weight[row, first] = gold
    return ids, mask, goal, weight


def train(data, seconds):
    data.sort(key=lambda one: len(one[0]))
    batches = [data[i:i + 24] for i in range(0, len(data), 24)]
    model = Student()
    adam = torch.optim.AdamW(model.parameters(), 1.5e-3, weight_decay=0.01)
    began, step, pieces, mean = time.time(), 0, 0, 0.0
    while time.time() - began < seconds:
        random.shuffle(batches)
        for items in batches:
            gone = (time.time() - began) / seconds
            if gone >= 1:
                break
            for group in adam.param_groups:
                group['lr'] = 1.5e-3 * min(1, step / 60) * (0.5 + 0.5 * math.cos(math.pi * min(1, gone)))
            ids, mask, goal, weight = batch_of(items)
            found = model(ids, mask)
            at = goal >= 0
            loss = nn.functional.binary_cross_entropy(found[at].clamp(1e-5, 1 - 1e-5), goal[at], weight[at])
            adam.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            adam.step()
            step, pieces = step + 1, pieces + int(mask.sum())
            mean = 0.98 * mean + 0.02 * loss.item()
            if step % 100 == 0:
                print(f'step {step}, {round(gone * seconds)} s, {pieces} pieces, loss {mean / (1 - 0.98 ** step):.4f}', flush=True)
    print(f'{step} steps, {pieces} pieces, {sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters')
    return model.eval()


def export(model, path):
    example = (torch.randint(0, 100, (1, 64)), torch.ones(1, 64, dtype=torch.long))
    names = {'input_names': ['input_ids', 'attention_mask'], 'output_names': ['final_scores']}
    axes = {name: {0: 'batch', 1: 'pieces'} for name in names['input_names'] + names['output_names']}
    torch.onnx.export(model, example, path, opset_version=15, dynamic_axes=axes, **names)


def quantise(path, out):
    model = onnx.load(path)
    graph = model.graph
    known = {one.name: one for one in graph.initializer}
    nodes, gone, added, inputs = [], set(), [], {}
    for node in graph.node:
        name = f'q{len(nodes)}'
        if node.op_type == 'MatMul' and node.input[1] in known:
            matrix = numpy_helper.to_array(known[node.input[1]])
            scale = np.maximum(np.abs(matrix).max(0) / 63, 1e-8).astype(np.float32)
            small = np.clip(np.round(matrix / scale), -63, 63).astype(np.int8)
            added += [numpy_helper.from_array(small, name + '_w'), numpy_helper.from_array(scale, name + '_s'),
                      numpy_helper.from_array(np.array(0, np.int8), name + '_z')]
            gone.add(node.input[1])
            own = inputs.get(node.input[0])
            if not own:
                own = inputs[node.input[0]] = 'in_' + name
                nodes.append(helper.make_node('DynamicQuantizeLinear', [node.input[0]], [own + '_q', own + '_s', own + '_z']))
            nodes += [helper.make_node('MatMulInteger', [own + '_q', name + '_w', own + '_z', name + '_z'], [name + '_i']),
                      helper.make_node('Cast', [name + '_i'], [name + '_f'], to=1),
                      helper.make_node('Mul', [own + '_s', name + '_s'], [name + '_m']),
                      helper.make_node('Mul', [name + '_f', name + '_m'], [node.output[0]])]
        elif node.op_type == 'Gather' and node.input[0] in known and known[node.input[0]].dims[0] > 1000:
            matrix = numpy_helper.to_array(known[node.input[0]])
            scale = np.maximum(np.abs(matrix).max(1, keepdims=True) / 127, 1e-8).astype(np.float32)
            small = np.clip(np.round(matrix / scale), -127, 127).astype(np.int8)
            added += [numpy_helper.from_array(small, name + '_w'), numpy_helper.from_array(scale, name + '_s')]
            gone.add(node.input[0])
            nodes += [helper.make_node('Gather', [name + '_w', node.input[1]], [name + '_g']),
                      helper.make_node('Gather', [name + '_s', node.input[1]], [name + '_h']),
                      helper.make_node('Cast', [name + '_g'], [name + '_f'], to=1),
                      helper.make_node('Mul', [name + '_f', name + '_h'], [node.output[0]])]
        else:
            nodes.append(node)
    kept = [one for one in graph.initializer if one.name not in gone]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept + added)
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, out)


def sha(path):
    return hashlib.sha256(open(path, 'rb').read()).hexdigest()


def main(folder, vocabulary, out, seconds=600):
    torch.manual_seed(1), random.seed(1), torch.set_num_threads(1)
    os.makedirs(out, exist_ok=True)
    spm = sentencepiece.SentencePieceProcessor(model_file=folder + '/pieces.model')
    data = list(encoded(folder, spm))
    print(len(data), 'passages', sum(len(one[0]) for one in data), 'pieces')
    model = train(data, float(seconds))
    torch.save(model.state_dict(), folder + '/student.pt')
    export(model, folder + '/student.onnx')
    quantise(folder + '/student.onnx', out + '/kompress-nano.onnx')
    open(out + '/kompress.vocab', 'w').write(open(vocabulary).read())
    manifest = {'name': 'kompress-nano', 'file': 'kompress-nano.onnx', 'sha256': sha(out + '/kompress-nano.onnx'), 'tokenizer': 'pieces',
                'vocabulary': 'kompress.vocab', 'vocabulary_sha256': sha(out + '/kompress.vocab'), 'chunk_words': CHUNK,
                'max_pieces': PIECES, 'threshold': 0.5}
    json.dump(manifest, open(out + '/model.json', 'w'), indent=2)


if __name__ == '__main__':
    main(*sys.argv[1:])
