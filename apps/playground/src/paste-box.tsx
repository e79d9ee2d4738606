import { useRef, useState } from 'preact/hooks';
import { counted } from '../../../packages/dashboard/src/page/format.js';

/** Longer texts are held and not shown for editing: a field of a megabyte makes a browser slow. */
const MOST_TO_EDIT = 60_000;
const SHOWN = 4000;

interface Props {
  readonly text: string;
  readonly change: (text: string) => void;
}

const isFile = (event: DragEvent): File | undefined => event.dataTransfer?.files[0];

/** Where a text is pasted, dropped, typed or opened. */
export function PasteBox({ text, change }: Props) {
  const [isOver, setOver] = useState(false);
  const chosen = useRef<HTMLInputElement>(null);
  const isHeld = text.length > MOST_TO_EDIT;
  const open = async (file: File | undefined) => file && change(await file.text());
  const pasted = (event: ClipboardEvent) => {
    const found = event.clipboardData?.getData('text/plain') ?? '';
    if (found.length <= MOST_TO_EDIT && !isHeld) return;
    event.preventDefault();
    change(found);
  };
  const dragged = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const dropped = (event: DragEvent) => {
    setOver(false);
    const file = isFile(event);
    const words = event.dataTransfer?.getData('text/plain') ?? '';
    if (!file && words.length <= MOST_TO_EDIT) return;
    event.preventDefault();
    if (file) void open(file);
    else change(words);
  };
  return (
    <fieldset
      class={isOver ? 'paste over' : 'paste'}
      aria-label="What is looked at"
      onDragOver={dragged}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <label for="text">Tool output, request body or transcript</label>
      <textarea
        id="text"
        spellcheck={false}
        wrap="off"
        rows={9}
        placeholder="Paste here, or drop a file"
        readOnly={isHeld}
        value={isHeld ? `${text.slice(0, SHOWN)}\n…` : text}
        onPaste={pasted}
        onInput={(event) => !isHeld && change(event.currentTarget.value)}
      />
      <p class="row">
        <button type="button" onClick={() => chosen.current?.click()}>
          Open a file
        </button>
        {text !== '' && (
          <button type="button" onClick={() => change('')}>
            Clear
          </button>
        )}
        <span class="soft">
          {isHeld
            ? `${counted(text.length, 'character')} held; the first ${SHOWN.toLocaleString('en-US')} are shown.`
            : ''}
        </span>
        <input
          ref={chosen}
          class="hidden"
          tabIndex={-1}
          aria-label="A file to open"
          type="file"
          onChange={(event) => void open(event.currentTarget.files?.[0])}
        />
      </p>
    </fieldset>
  );
}
