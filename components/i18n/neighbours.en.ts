/** The words around neighbours that are written down, English. `neighbours.zh` has the same keys. */
export const neighboursEn = {
  title: 'Fixed neighbours',
  none: 'None: whose MAC is needed is asked for it.',
  add: 'Add a neighbour',
  address: 'Address',
  mac: 'MAC',
  dev: 'Behind',
  noDevice: 'There is no interface here yet that it could be reached through: join this node to something first.',
  remove: (address: string) => `Remove the neighbour ${address}`,
}
