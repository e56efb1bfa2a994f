/** The words of `netloom history`, English. `zh` has the same keys: the compiler holds the two together. */
export const historyCliEn = {
  noSuchLab: (lab: string, folder: string) => `There is no lab “${lab}” in ${folder}. Its labs are those of the web editor.`,
  noVersions: (lab: string) => `${lab}: no versions yet. They are kept from when the lab is first opened in the web editor.`,
  noVersion: (lab: string, version: number) =>
    `${lab} has no version ${version}. netloom history ${lab} lists those that are kept.`,
  older: (count: number, limit: number) =>
    `${count} older ${count === 1 ? 'version is' : 'versions are'} kept: --limit ${limit} shows all.`,
  letGo: (versions: number, megabytes: number) =>
    `Versions before these were let go: at most ${versions} and ${megabytes} MB of a lab are kept.`,
  more: (count: number) => `and ${count} more`,
  same: (a: number, b: number) => `Versions ${a} and ${b} are the same.`,
  compared: (a: number, b: number, count: number) =>
    `From version ${a} to ${b}, ${count} ${count === 1 ? 'difference' : 'differences'}:`,
  restored: (lab: string, version: number) => `${lab}: as it was at version ${version}. What it was before is a version, too.`,
  handedOver: (lab: string, version: number) =>
    `${lab}: its file is as it was at version ${version}. The server that has the lab open takes it in, or asks there if edits are in the way.`,
  alreadySo: (lab: string, version: number) => `${lab} is as it was at version ${version} already.`,
}

export type HistoryCliText = typeof historyCliEn
