/** Signs out. A form, as the server wants it: signing out is no link that another page could follow. */
export function signOut({ everywhere = false }: { everywhere?: boolean } = {}): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = '/sign-out';
  if (everywhere) {
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = 'everywhere';
    field.value = 'true';
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}
