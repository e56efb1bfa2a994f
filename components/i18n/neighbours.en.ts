/** The words around neighbours that are written down, English. `neighbours.zh` has the same keys. */
export const neighboursEn = {
  title: 'Fixed neighbours',
  none: 'None: whose MAC is needed is asked for it.',
  add: 'Add a neighbour',
  address: 'Address',
  mac: 'MAC',
  dev: 'Behind',
  remove: (address: string) => `Remove the neighbour ${address}`,
}
