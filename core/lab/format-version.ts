/** The version of the lab format. Beside the schemas rather than among them: an empty lab is drawn before those are fetched. */
export const FORMAT_VERSION = 1
