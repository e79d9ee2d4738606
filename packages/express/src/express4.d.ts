/** The earlier major, which the tests run too; its own types are not installed. */
declare module 'express4' {
  export { default } from 'express';
}
