export * from "../MODULE.js";
