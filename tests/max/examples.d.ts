// What the examples in max_patch/examples get from elsewhere.

// npm packages, which the examples' own package.json installs
declare module "osc";
declare module "node-osc";

// the globals of a custom module in Open Stage Control
declare const app: { on(event: string, callback: () => void): void };
declare const settings: { read(name: string): any };
declare function send(host: string, port: number, address: string, ...args: any[]): void;
declare function receive(address: string, ...args: any[]): void;
