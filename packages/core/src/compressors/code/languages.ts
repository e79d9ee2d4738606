/** The languages whose grammar ships with the package. */
export type LanguageName = 'python' | 'javascript' | 'typescript' | 'tsx' | 'go' | 'rust' | 'java' | 'c' | 'cpp';

/** What a grammar calls the parts that may be shortened. */
export interface Language {
  readonly name: LanguageName;
  readonly extensions: readonly string[];
  /** Nodes with a body that may be left out. */
  readonly functions: readonly string[];
  /** Nodes whose members are looked at one by one. */
  readonly classes: readonly string[];
  /** Nodes around a function expression that give it its name. */
  readonly wrappers: readonly string[];
}

const ECMA = {
  functions: [
    'function_declaration',
    'function_expression',
    'generator_function',
    'generator_function_declaration',
    'arrow_function',
    'method_definition',
  ],
  classes: ['class_declaration', 'class', 'abstract_class_declaration', 'internal_module', 'module'],
  wrappers: [
    'export_statement',
    'lexical_declaration',
    'variable_declaration',
    'expression_statement',
    'variable_declarator',
    'assignment_expression',
    'pair',
    'field_definition',
    'public_field_definition',
  ],
} as const;

/** Statement lists between braces or by indentation, in all of them. */
export const BLOCKS: readonly string[] = ['block', 'statement_block', 'compound_statement', 'constructor_body'];
export const COMMENTS: readonly string[] = ['comment', 'line_comment', 'block_comment'];

export const LANGUAGES: readonly Language[] = [
  {
    name: 'python',
    extensions: ['py', 'pyi', 'pyw'],
    functions: ['function_definition'],
    classes: ['class_definition'],
    wrappers: ['decorated_definition'],
  },
  {
    name: 'javascript',
    extensions: ['js', 'mjs', 'cjs', 'jsx'],
    ...ECMA,
  },
  {
    name: 'typescript',
    extensions: ['ts', 'mts', 'cts'],
    ...ECMA,
  },
  { name: 'tsx', extensions: ['tsx'], ...ECMA },
  {
    name: 'go',
    extensions: ['go'],
    functions: ['function_declaration', 'method_declaration', 'func_literal'],
    classes: [],
    wrappers: ['expression_statement', 'short_var_declaration', 'var_declaration', 'var_spec', 'keyed_element'],
  },
  {
    name: 'rust',
    extensions: ['rs'],
    functions: ['function_item', 'closure_expression'],
    classes: ['impl_item', 'trait_item', 'mod_item'],
    wrappers: ['let_declaration', 'expression_statement'],
  },
  {
    name: 'java',
    extensions: ['java'],
    functions: [
      'method_declaration',
      'constructor_declaration',
      'compact_constructor_declaration',
      'lambda_expression',
      'static_initializer',
    ],
    classes: [
      'class_declaration',
      'interface_declaration',
      'enum_declaration',
      'record_declaration',
      'annotation_type_declaration',
    ],
    wrappers: ['field_declaration', 'variable_declarator', 'expression_statement', 'local_variable_declaration'],
  },
  {
    name: 'c',
    extensions: ['c', 'h'],
    functions: ['function_definition'],
    classes: [],
    wrappers: [],
  },
  {
    name: 'cpp',
    extensions: ['cpp', 'cc', 'cxx', 'hpp', 'hh', 'hxx', 'ipp', 'tpp', 'cu', 'cuh'],
    functions: ['function_definition', 'lambda_expression'],
    classes: ['class_specifier', 'struct_specifier', 'namespace_definition'],
    wrappers: ['template_declaration', 'declaration', 'init_declarator', 'expression_statement'],
  },
];

const BY_NAME = new Map(LANGUAGES.map((language) => [language.name, language]));
const BY_EXTENSION = new Map(
  LANGUAGES.flatMap((language) => language.extensions.map((extension) => [extension, language] as const)),
);

/** What begins a comment that goes to the end of its line. */
export const lineCommentOf = ({ name }: Language): '#' | '//' => (name === 'python' ? '#' : '//');

/** The name of a grammar's wasm file. */
export const fileOf = (name: LanguageName): string => `tree-sitter-${name}.wasm`;

/** The language of a name. */
export function languageOf(name: LanguageName): Language {
  return BY_NAME.get(name) as Language;
}

/** The language of a file name or path, by its extension. */
export function languageOfPath(path: string): Language | undefined {
  return BY_EXTENSION.get(/\.([A-Za-z]{1,4})$/.exec(path.slice(-40))?.[1]?.toLowerCase() ?? '');
}
