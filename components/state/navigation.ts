let navigate: (path: string) => void = (path) => window.location.assign(path)

/** Hands the router over to code outside of components; until then a path is a plain page load. */
export function setNavigate(go: (path: string) => void): void {
  navigate = go
}

/** Goes to another page of the application. */
export function goTo(path: string): void {
  navigate(path)
}
