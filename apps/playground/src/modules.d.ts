declare module 'virtual:shared-page' {
  const html: string;
  export default html;
}
declare module '*?url' {
  const url: string;
  export default url;
}
declare module '*.css';
